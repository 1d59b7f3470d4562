/* The report: saves decisions as they are made, prints. Without it the form saves by its button. */
(function () {
  'use strict';
  for (const b of document.querySelectorAll('[data-print]')) {
    b.hidden = false;
    b.addEventListener('click', () => print());
  }
  const form = document.getElementById('decide');
  if (!form) return;
  const status = document.getElementById('decide-status');
  const changed = new Map(); // by field: what is not saved yet
  let busy = false;

  // Only what was changed here: somebody else may be deciding beside us.
  function note(field) {
    const ticks = /^(checkbox|radio)$/.test(field.type);
    if (field.name[0] !== '_') changed.set(field.name, ticks && !field.checked ? '' : field.value);
  }

  // One request at a time.
  async function save() {
    if (busy || !changed.size) return;
    busy = true;
    status.textContent = status.dataset.saving;
    let said = 'saved';
    while (changed.size && said === 'saved') {
      const batch = new Map(changed);
      if (await send(batch)) {
        for (const [name, value] of batch) if (changed.get(name) === value) changed.delete(name);
      } else said = 'unsaved';
    }
    busy = false;
    status.textContent = status.dataset[said];
  }

  // The answer is the report as it is now: its log is ours.
  async function send(batch) {
    try {
      const body = new URLSearchParams(Array.from(batch));
      const response = await fetch(form.action, { method: 'POST', body, headers: { accept: 'text/html' }, keepalive: true });
      if (!response.ok) return false;
      const log = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('decisions');
      if (log) document.getElementById('decisions').replaceWith(document.adoptNode(log));
      return true;
    } catch (_) {
      return false;
    }
  }

  form.addEventListener('input', (event) => note(event.target));
  form.addEventListener('change', (event) => {
    note(event.target);
    save();
  });
  addEventListener('online', save);
  addEventListener('pagehide', save); // what was typed and not left yet
})();
