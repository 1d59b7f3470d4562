/* What stays on the device: answers that were not sent yet, responses that wait to be sent, and how somebody likes it. */
var gradewrightKeep = (function () {
  'use strict';
  const PENDING = 'gradewright-pending';

  // null where nothing is kept, or nothing may be.
  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) || null;
    } catch (_) {
      return null;
    }
  }

  // Whether it is kept now; `null` takes it away.
  function write(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch (_) {
      return false;
    }
  }

  // Responses by their id, in memory too, for where nothing may be kept.
  const whole = (item) => item && item.url && item.body && item.body.id;
  const waiting = new Map(Object.entries(read(PENDING) || {}).filter(([, item]) => whole(item)));

  function add(item) {
    waiting.set(item.body.id, item);
    return write(PENDING, Object.assign(read(PENDING) || {}, { [item.body.id]: item }));
  }

  function remove(id) {
    waiting.delete(id);
    const all = read(PENDING) || {};
    delete all[id];
    write(PENDING, Object.keys(all).length ? all : null);
  }

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16)); // a page on plain http has no randomUUID
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    return Array.from(b, (n, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + (n + 256).toString(16).slice(1)).join('');
  }

  return { read, write, waiting, add, remove, uuid };
})();
