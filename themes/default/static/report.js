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
  let busy = false;
  let changed = false;

  // One request at a time, each with everything that is on the page.
  async function save() {
    changed = true;
    if (busy) return;
    busy = true;
    let said = 'saved';
    status.textContent = status.dataset.saving;
    while (changed) {
      changed = false;
      said = (await send()) ? 'saved' : 'unsaved';
    }
    busy = false;
    status.textContent = status.dataset[said];
  }

  // The answer is the report as it is now: its log is ours.
  async function send() {
    try {
      const body = new URLSearchParams(new FormData(form));
      const response = await fetch(form.action, { method: 'POST', body, headers: { accept: 'text/html' } });
      if (!response.ok) return false;
      const log = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('decisions');
      if (log) document.getElementById('decisions').replaceWith(document.adoptNode(log));
      return true;
    } catch (_) {
      return false;
    }
  }

  form.addEventListener('change', save);
})();
