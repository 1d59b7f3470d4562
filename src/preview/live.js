// Reloads the page after a good build and shows what keeps the next one from coming meanwhile. Warnings are the panel's.
(() => {
  'use strict';
  const script = document.currentScript;
  const source = new EventSource(new URL('events', script.src));
  const build = Number(new URL(script.src).searchParams.get('build'));
  let host = null;

  const style = `
    :host { position: fixed; inset: auto 0 0 0; z-index: 2147483646; }
    section { max-height: 60vh; overflow: auto; background: #1b1b1f; color: #f4f4f5; font: 14px/1.5 ui-monospace, monospace;
      padding: 12px 16px; border-top: 4px solid #f2b8b5; }
    header { display: flex; gap: 16px; align-items: baseline; justify-content: space-between; font-family: system-ui, sans-serif; }
    strong { font-size: 16px; }
    button { font: inherit; padding: 6px 12px; color: inherit; background: #35353b; border: 1px solid #77777f; border-radius: 6px; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 12px 0 0; }
    @media print { :host { display: none; } }
  `;

  function count(number, word) {
    return `${number} ${word}${number === 1 ? '' : 's'}`;
  }

  function overlay(shown) {
    if (host) host.remove();
    host = null;
    if (shown.errors === 0) return;
    host = document.createElement('div');
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const section = document.createElement('section');
    section.setAttribute('role', 'status');
    section.setAttribute('aria-label', 'What Gradewright found in the content');
    const header = document.createElement('header');
    const title = document.createElement('strong');
    const found = [];
    found.push(count(shown.errors, 'error'));
    if (shown.warnings) found.push(count(shown.warnings, 'warning'));
    title.textContent = found.join(', ') + ': these are the last good pages';
    const close = document.createElement('button');
    close.type = 'button';
    close.textContent = 'Hide';
    const text = document.createElement('pre');
    text.textContent = shown.text;
    text.tabIndex = 0;
    close.addEventListener('click', () => {
      text.hidden = !text.hidden;
      close.textContent = text.hidden ? 'Show' : 'Hide';
    });
    header.append(title, close);
    section.append(header, text);
    root.append(section);
    document.body.append(host);
  }

  source.addEventListener('message', (event) => {
    const shown = JSON.parse(event.data);
    if (shown.build !== build) {
      source.close();
      location.reload();
      return;
    }
    overlay(shown);
    dispatchEvent(new CustomEvent('gradewright-preview', { detail: shown }));
  });
  addEventListener('pagehide', () => source.close());
})();
