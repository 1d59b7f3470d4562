/* Leads through a grader one question at a time, scores it in the page and sends it. Every word stands in the page
   (the block #words and hidden parts): this script fills and unhides, and without it the form works as it is. */
(function () {
  'use strict';
  const form = document.getElementById('grader');
  if (!form || typeof gradewrightScore === 'undefined') return;

  const block = (id) => JSON.parse(document.getElementById(id).textContent);
  const $ = (selector, root) => (root || document).querySelector(selector);
  const $$ = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const sheet = block('definition');
  const words = block('words');
  const gate = form.dataset.gate;
  const endpoint = form.dataset.endpoint !== 'none';
  const questions = [].concat(...sheet.categories.map((c) => c.questions));
  const question = (id) => questions.find((q) => q.id === id);
  const page = $('.grader');
  const result = document.getElementById('result');
  const notice = document.getElementById('notice');
  const status = document.getElementById('status');
  const contactForm = document.getElementById('contact-form');
  const [back, next, restart] = ['back', 'next', 'restart'].map((n) => $('[data-' + n + ']', form));
  const box = (id) => document.getElementById(id === CONTACT ? 'contact-step' : 'q-' + id);
  const inputs = (id) => $$('[name]', box(id));
  const CONTACT = 'contact'; // no question may have this id
  const RESULT = '=result';

  let at = null;
  let id = uuid();
  let began = Date.now(); // when this visit opened the page, however often it was loaded since
  let sent = null; // what the server has taken
  let busy = false;

  /* ---- What has been answered ---- */

  function answer(q) {
    const all = inputs(q.id);
    if (q.is === 'many') {
      const ticked = all.filter((i) => i.checked).map((i) => i.value);
      return ticked.length ? ticked : null;
    }
    const one = all[0].type === 'radio' ? all.find((i) => i.checked) : all[0];
    const value = one ? one.value.trim() : '';
    if (q.is === 'one') return value || null;
    if (q.is === 'text') return value ? one.value : null;
    return /^-?\d{1,15}$/.test(value) ? Number(value) : null;
  }

  function answers() {
    const all = {};
    for (const q of questions) {
      const a = answer(q);
      if (a !== null) all[q.id] = a;
    }
    return all;
  }

  function asked() {
    const seen = gradewrightScore.visible(sheet, answers());
    return questions.filter((q) => seen.has(q.id));
  }

  function steps() {
    const list = asked().map((q) => q.id);
    return gate === 'before' && endpoint ? list.concat(CONTACT) : list;
  }

  // What is wrong with an answer, in words; empty where nothing is.
  function fault(q) {
    const a = answer(q);
    const [first] = inputs(q.id);
    const fill = (text) => text.replace('{min}', q.min).replace('{max}', q.max).replace('{limit}', q.limit);
    const typed = first.hasAttribute('data-digits') && (first.value.trim() || first.validity.badInput);
    if (typed && !(a !== null && a >= q.min && a <= q.max)) return fill(words.range);
    if (q.is === 'text' && a && Array.from(a).length > q.limit) return fill(words.long);
    return a === null && !q.optional ? words[q.is] : '';
  }

  function blame(where, marked, text) {
    const line = $('.error', where);
    line.textContent = text;
    line.hidden = !text;
    for (const i of marked) {
      if (!text) i.removeAttribute('aria-invalid');
      else i.setAttribute('aria-invalid', 'true');
    }
  }

  function blameQuestion(id, text) {
    const where = box(id);
    blame(where, where.getAttribute('role') === 'radiogroup' ? [where] : inputs(id), text);
  }

  /* ---- One step at a time ---- */

  function show(step, move) {
    const list = steps();
    if (!list.includes(step)) step = list[0];
    at = step;
    const n = list.indexOf(step);
    const here = box(step);
    for (const part of $$('.part', form)) {
      part.hidden = !part.contains(here);
      const first = list.find((s) => part.contains(box(s)));
      for (const intro of $$('.part-intro', part)) intro.hidden = first !== step;
    }
    for (const q of questions) box(q.id).hidden = q.id !== step;
    const count = list.length - (list.includes(CONTACT) ? 1 : 0);
    const done = step === CONTACT ? questions.length : questions.indexOf(question(step)) + 1;
    const label = step === CONTACT ? words.last : words.progress.replace('{n}', n + 1).replace('{count}', count);
    $('[data-count]', form).textContent = label;
    const bar = $('progress', form);
    // Counted over all questions in file order, so that a condition never takes progress back.
    bar.max = questions.length;
    bar.value = done;
    back.hidden = n === 0;
    next.textContent = step === CONTACT ? words.send : n + 1 < list.length ? words.next : words.finish;
    page.classList.toggle('underway', n > 0);
    form.hidden = false;
    result.hidden = true;
    save();
    if (move) focus($('[data-title]', here), label);
  }

  function focus(target, spoken) {
    target.focus({ preventScroll: true });
    const top = page.getBoundingClientRect().top;
    if (top < 0 || target.getBoundingClientRect().bottom > innerHeight) page.scrollIntoView();
    if (spoken) say(spoken);
  }

  function say(text) {
    status.textContent = '';
    setTimeout(() => (status.textContent = text), 60);
  }

  // A step is an entry in the browser's history: its back button leads to the question before.
  const depth = () => (history.state && history.state.gradewright) || 0;

  function open(step, how) {
    const state = { step, gradewright: depth() + (how === 'push' ? 1 : 0) };
    try {
      history[how === 'push' ? 'pushState' : 'replaceState'](state, '');
    } catch (_) { /* too many steps at once: the page itself still works */ }
    if (step === RESULT) showResult();
    else show(step, true);
    gradewrightFrame.top();
  }

  addEventListener('popstate', (event) => {
    const step = event.state && event.state.step;
    if (!step || waiting.has(id)) return;
    if (step !== RESULT) show(step, true);
    else if (!firstFault()) showResult();
  });

  function forward() {
    if (busy) return;
    if (at === CONTACT) return void sendContact(form);
    const bad = fault(question(at));
    blameQuestion(at, bad);
    if (bad) {
      const chosen = inputs(at);
      return focus(chosen.find((i) => i.checked) || chosen[0], bad);
    }
    const list = steps();
    const following = list[list.indexOf(at) + 1];
    if (following) return open(following, 'push');
    finish();
  }

  function backward() {
    const list = steps();
    const before = list[list.indexOf(at) - 1];
    if (depth() > 0) history.back();
    else if (before) open(before, 'replace');
  }

  function firstFault() {
    return asked().find((q) => fault(q));
  }

  function finish() {
    const bad = firstFault();
    if (bad) {
      open(bad.id, 'push');
      blameQuestion(bad.id, fault(bad));
      return;
    }
    open(RESULT, 'push');
  }

  // "None of these" and "we don't know" stand alone: either side unticks the other.
  form.addEventListener('change', (event) => {
    const input = event.target;
    const where = input.closest('[data-question]');
    if (where && input.type === 'checkbox' && input.checked) {
      const alone = (i) => i.hasAttribute('data-alone');
      const others = inputs(where.dataset.question).filter((i) => i !== input && i.checked && (alone(input) || alone(i)));
      for (const other of others) other.checked = false;
      if (others.length) say(words.unticked);
    }
    save();
  });
  // An error goes while the answer is typed, not when the field is left: the button must not move under the pointer.
  form.addEventListener('input', (event) => {
    const where = event.target.closest('[data-question]');
    if (where && $('.error', where).textContent && !fault(question(where.dataset.question))) blameQuestion(where.dataset.question, '');
    save();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    forward();
  });
  next.addEventListener('click', forward);
  back.addEventListener('click', backward);

  /* ---- The result ---- */

  const whole = (n) => String(Math.round(n));

  function reveal(attribute, id) {
    for (const e of $$('[' + attribute + ']', result)) e.hidden = e.getAttribute(attribute) !== id;
  }

  function showResult() {
    at = RESULT;
    const given = answers();
    const card = gradewrightScore.score(sheet, given);
    for (const e of $$('[data-figure]', result)) {
      e.hidden = card.shown === null;
      $('[data-shown]', e).textContent = card.shown;
    }
    reveal('data-band', card.band);
    reveal('data-outcome', card.outcome);
    for (const e of $$('[data-open]', result)) e.hidden = card.shown !== null || card.outcome !== null;
    const missing = (card.capped_by || []).map(key);
    for (const e of $$('[data-cap]', result)) e.hidden = !missing.length;
    for (const e of $$('[data-missing]', result)) e.hidden = !missing.includes(e.dataset.missing);
    for (const table of $$('[data-marks]', result)) {
      for (const row of $$('[data-category]', table)) {
        const { score } = card.categories.find((c) => c.id === row.dataset.category);
        row.hidden = score === null;
        $('[data-score]', row).textContent = whole(score);
        $('[data-value]', row).setAttribute('width', score || 0);
      }
      table.hidden = card.shown === null;
    }
    if (!endpoint) fillReport(given, card);
    page.classList.add('underway');
    form.hidden = true;
    result.hidden = false;
    $('[data-notice]', result).append(notice);
    save();
    focus($('[data-title]', result));
    if (endpoint && !busy && (gate === 'after-report' || gate === 'none')) send(null);
  }

  const key = (g) => (g.option === null ? g.question : g.question + '.' + g.option);

  // Where nothing is sent, the page holds the whole report: unhide what these answers ask for.
  function fillReport(given, card) {
    const gaps = gradewrightScore.gaps(sheet, given);
    const found = new Map(gaps.map((g) => [key(g), g]));
    for (const e of $$('[data-gap]', result)) {
      const g = found.get(e.dataset.gap);
      e.hidden = !g;
      if (!g) continue;
      $('[data-kind]', e).textContent = words.kinds[g.kind];
      for (const part of $$('[data-critical]', e)) part.hidden = !g.critical;
      for (const part of $$('[data-offer]', e)) part.hidden = !g.service;
    }
    const size = (g) => Math.round(g.gain * 1e9);
    const order = gaps.filter((g) => g.critical || g.gain > 0).sort((a, b) => b.critical - a.critical || size(b) - size(a));
    for (const e of $$('[data-asked]', result)) e.hidden = !gaps.some((g) => g.option !== null && g.question === e.dataset.asked);
    $$('[data-win]', result).forEach((e, place) => {
      const g = order[place];
      const from = g && $$('[data-gap]', result).find((other) => other.dataset.gap === key(g));
      e.hidden = !from;
      if (!from) return;
      e.dataset.win = key(g);
      const points = Math.round(g.gain * 10) / 10;
      $('[data-gain]', e).textContent = points ? (points === 1 ? words.gain1 : words.gain).replace('{n}', points) : '';
      $('[data-state]', e).textContent = $('[data-state]', from).textContent;
      const name = g.service && $('.name', from);
      $('[data-help]', e).hidden = !name;
      if (!name) return;
      const link = $('a', e);
      link.textContent = name.textContent;
      if (name.href) link.href = name.href;
      else link.removeAttribute('href');
    });
    for (const e of $$('[data-service]', result)) e.hidden = true;
    for (const { id, strength } of gradewrightScore.services(sheet, given)) {
      const e = $$('[data-service]', result).find((row) => row.dataset.service === id);
      if (!e) continue;
      e.hidden = false;
      $('[data-strength]', e).textContent = words.strengths[strength];
      e.parentNode.append(e);
    }
    const standing = new Map(card.questions.map((q) => [q.id, q]));
    for (const e of $$('[data-good]', result)) {
      const [id, option] = e.dataset.good.split('.');
      const chosen = inputs(id).find((i) => (option ? i.value === option : i.checked));
      e.hidden = standing.get(id).score === null || found.has(e.dataset.good);
      const parts = [option ? '' : $('[data-title]', box(id)).textContent, chosen ? chosen.nextElementSibling.textContent : ''];
      e.textContent = parts.join(' ').trim();
    }
    for (const e of $$('[data-unanswered]', result)) e.hidden = standing.get(e.dataset.unanswered).standing !== 'unanswered';
    for (const e of $$('[data-not-applicable]', result)) e.hidden = standing.get(e.dataset.notApplicable).standing !== 'not-applicable';
    for (const group of $$('[data-group]', result).reverse()) group.hidden = !$('li:not([hidden])', group);
  }

  /* ---- Sending ---- */

  function details(from) {
    const contact = {};
    for (const i of $$('[name^="contact."]', from)) {
      const value = i.value.trim();
      if (value) contact[i.name.slice(8)] = value;
    }
    return contact;
  }

  function contactFault(input) {
    if (input.required && !input.value.trim()) return words.required;
    return input.validity.typeMismatch ? words[input.type] || words.required : '';
  }

  function sendContact(from) {
    if (busy) return;
    let first = null;
    for (const i of $$('[name^="contact."]', from)) {
      const text = contactFault(i);
      blame(i.closest('.field'), [i], text);
      if (text && !first) first = i;
    }
    if (first) return focus(first, $('.error', first.closest('.field')).textContent);
    const bad = firstFault();
    if (bad) return finish();
    send(from);
  }

  function body(from) {
    const list = new Set(asked().map((q) => q.id));
    const all = answers();
    const b = { answers: {}, definition: form.elements._definition.value, source: { page: gradewrightFrame.page() } };
    for (const q of Object.keys(all)) if (list.has(q)) b.answers[q] = all[q];
    new URLSearchParams(location.search).forEach((value, name) => {
      if (/^utm_[a-z]+$/.test(name)) b.source[name] = value.slice(0, 200);
    });
    for (const i of $$('.trap [name]', form)) if (i.value) b[i.name] = i.value;
    if (from) {
      b.contact = details(from);
      b.consent = $('[name="consent"]', from).checked;
    }
    return b;
  }

  function send(from) {
    const b = body(from);
    const text = JSON.stringify(b);
    if (sent === text && !from) return;
    if (sent && sent !== text) id = uuid(); // what the server has is another response
    tell('sending');
    deliver({ url: form.action, body: Object.assign({ id, _elapsed: Date.now() - began }, b) }, from);
  }

  // Posts one response and says what became of it. It is on the device from before the first try until the server has it.
  async function deliver(item, from) {
    const own = item.body.id === id; // else it is left from another visit
    setBusy(true);
    const kept = keep(item);
    const answer = await post(item);
    setBusy(false);
    if (answer.later) {
      schedule(item, answer.wait);
      if (own) lock(true);
      if (own && at === CONTACT) open(RESULT, 'push');
      tell(kept ? 'kept' : 'held', null, true);
      return null;
    }
    forget(item.body.id);
    if (answer.link) return arrived(item, answer.link, own, from);
    if (own) lock(false);
    if (answer.status === 422 && errors(answer.json.errors || [], from)) return tell('');
    if (answer.status === 409) id = uuid();
    tell(answer.status === 409 ? 'conflict' : 'refused');
    notice.scrollIntoView({ block: 'nearest' });
    return null;
  }

  function arrived(item, link, own, from) {
    if (own) {
      sent = JSON.stringify(Object.assign({}, item.body, { id: undefined, _elapsed: undefined }));
      if (at === CONTACT) open(RESULT, 'push');
      lock(false);
      clearDraft();
      if (from && from !== form) location.assign(link);
      else if (contactForm) contactForm.hidden = true;
    }
    tell('sent', link);
    return link;
  }

  async function post(item) {
    let response;
    const json = {};
    try {
      response = await fetch(item.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(item.body),
      });
      Object.assign(json, await response.json());
    } catch (_) {
      if (!response) return { later: true };
    }
    const { status } = response;
    if (status >= 500 || status === 429 || status === 408 || (response.ok && !json.result_url)) {
      return { later: true, wait: Number(response.headers.get('retry-after')) * 1000 };
    }
    return { status, json, link: response.ok ? new URL(json.result_url, item.url).href : null };
  }

  // Puts the server's errors at their questions and fields; false where none could be placed.
  function errors(list, from) {
    let first = null;
    for (const e of list) {
      const [, kind, name] = String(e.pointer).split('/');
      if (kind === 'answers' && question(name)) {
        blameQuestion(name, e.message);
        first = first || name;
      } else if (kind === 'contact' && from) {
        const i = $('[name="contact.' + name + '"]', from);
        if (!i) continue;
        blame(i.closest('.field'), [i], e.message);
        first = first || i;
      }
    }
    if (typeof first === 'string') open(first, 'push');
    else if (first) focus(first, $('.error', first.closest('.field')).textContent);
    return !!first;
  }

  function setBusy(on) {
    busy = on;
    for (const b of $$('[data-next], [data-send-contact], [data-retry]')) b.setAttribute('aria-disabled', on);
  }

  // While a response waits to be sent it must stay as it is.
  function lock(on) {
    if (contactForm) contactForm.hidden = on;
    for (const e of $$('[data-change]', result)) e.hidden = on;
  }

  function tell(what, link, urgent) {
    notice.hidden = !what;
    $('[data-text]', notice).textContent = what ? words[what] : '';
    const a = $('[data-link]', notice);
    a.hidden = !link;
    if (link) a.href = link;
    $('[data-retry]', notice).hidden = !urgent;
    if (urgent) notice.scrollIntoView({ block: 'nearest' });
  }

  /* ---- What stays on the device ---- */

  const PENDING = 'gradewright-pending';
  const DRAFT = 'gradewright:' + location.pathname;
  const waiting = new Map();
  let tries = 0;
  let timer = 0;

  function stored(area, key) {
    try {
      return JSON.parse(window[area].getItem(key)) || null;
    } catch (_) {
      return null;
    }
  }

  function store(area, key, value) {
    try {
      if (value === null) window[area].removeItem(key);
      else window[area].setItem(key, JSON.stringify(value));
      return true;
    } catch (_) {
      return false;
    }
  }

  function keep(item) {
    waiting.set(item.body.id, item);
    return store('localStorage', PENDING, Object.assign(stored('localStorage', PENDING) || {}, { [item.body.id]: item }));
  }

  function forget(id) {
    waiting.delete(id);
    const all = stored('localStorage', PENDING) || {};
    delete all[id];
    store('localStorage', PENDING, Object.keys(all).length ? all : null);
  }

  function schedule(item, wait) {
    clearTimeout(timer);
    if (tries >= 8) return;
    timer = setTimeout(retry, Math.max(wait || 0, 4000 * Math.pow(2, tries)));
    tries += 1;
  }

  function retry() {
    if (busy || !waiting.size) return;
    clearTimeout(timer);
    deliver(waiting.values().next().value, null).then((link) => {
      if (link && waiting.size) retry();
    });
  }

  addEventListener('online', () => {
    tries = 0;
    retry();
  });
  $('[data-retry]', notice).addEventListener('click', () => {
    tries = 0;
    retry();
  });

  function save() {
    const fields = $$('[data-question] [name]', form).filter((i) => (/^(checkbox|radio)$/.test(i.type) ? i.checked : i.value));
    const hash = form.elements._definition.value;
    restart.hidden = !fields.length;
    store('sessionStorage', DRAFT, fields.length ? { hash, id, began, at, fields: fields.map((i) => [i.name, i.value]) } : null);
  }

  function clearDraft() {
    store('sessionStorage', DRAFT, null);
  }

  // Takes up where this tab left off, unless something was answered before the script arrived.
  function restore() {
    const draft = stored('sessionStorage', DRAFT);
    if (!draft || draft.hash !== form.elements._definition.value || Object.keys(answers()).length) return null;
    for (const [name, value] of draft.fields) {
      for (const i of $$('[data-question] [name="' + name + '"]', form)) {
        if (!/^(checkbox|radio)$/.test(i.type)) i.value = value;
        else if (i.value === value) i.checked = true;
      }
    }
    id = draft.id;
    began = draft.began || began;
    return draft.at;
  }

  function startAgain() {
    for (const i of $$('[data-question] [name]', form)) {
      if (/^(checkbox|radio)$/.test(i.type)) i.checked = false;
      else i.value = '';
    }
    for (const q of questions) blameQuestion(q.id, '');
    id = uuid();
    sent = null;
    tell('');
    lock(false);
    open(questions[0].id, 'replace');
    clearDraft();
  }

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16)); // a page on plain http has no randomUUID
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    return Array.from(b, (n, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + (n + 256).toString(16).slice(1)).join('');
  }

  /* ---- Start ---- */

  form.noValidate = true;
  for (const i of $$('[data-digits]', form)) i.inputMode = 'numeric'; // a telephone's keys; the checker of HTML doubts the attribute
  const resumed = restore();
  const wrong = $$('[data-question]', form).find((e) => $('.error', e).textContent.trim());
  form.classList.add('stepping');
  for (const e of $$('[data-plain]')) e.hidden = true;
  for (const e of $$('[data-scripted]')) e.hidden = false;
  for (const b of $$('[data-restart]')) b.addEventListener('click', startAgain);
  for (const b of $$('[data-change]', result)) b.addEventListener('click', () => (depth() > 0 ? history.back() : open(steps().pop(), 'replace')));
  for (const b of $$('[data-print]')) b.addEventListener('click', () => print());
  if (contactForm) {
    contactForm.addEventListener('submit', (event) => {
      event.preventDefault();
      sendContact(contactForm);
    });
  }
  const pending = Object.values(stored('localStorage', PENDING) || {});
  for (const item of pending) waiting.set(item.body.id, item);
  if (resumed === RESULT && !firstFault() && (gate !== 'before' || waiting.has(id))) showResult();
  else show(wrong ? wrong.dataset.question : resumed && resumed !== RESULT ? resumed : questions[0].id, false);
  history.replaceState({ step: at, gradewright: depth() }, '');
  retry();
})();
