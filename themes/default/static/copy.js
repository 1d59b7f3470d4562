/* Copies the text of the field beside a button. Without it, the text can be selected and copied by hand. */
(function () {
  'use strict';
  const status = document.getElementById('copied');

  function copy(field) {
    field.select();
    if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
    // A page on plain http may not use the clipboard itself.
    return document.execCommand('copy') ? Promise.resolve() : Promise.reject();
  }

  for (const button of document.querySelectorAll('[data-copy]')) {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener('click', () => {
      status.textContent = '';
      copy(field).then(
        () => (status.textContent = status.dataset.done),
        () => (status.textContent = status.dataset.selected),
      );
    });
  }
})();
