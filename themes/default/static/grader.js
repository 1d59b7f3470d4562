/* Leads through a grader one question at a time, scores it in the page and sends it. Every word stands in the page
   (the block #words and hidden parts): this script fills and unhides, and without it the form works as it is.
   Between `// if endpoint` or `// if no endpoint` and `// end if` stands what only such a site gets: the build leaves out the rest. */
(function () {
  'use strict';
  const form = document.getElementById('grader');
  if (!form || typeof gradewrightScore === 'undefined' || typeof gradewrightKeep === 'undefined') return;
  const { read, write, waiting, add, remove, uuid } = gradewrightKeep;

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
  const begin = $('[data-start]'); // not on a page that came back with mistakes
  const review = document.getElementById('review');
  const result = document.getElementById('result');
  const notice = document.getElementById('notice');
  const status = document.getElementById('status');
  const contactForm = document.getElementById('contact-form');
  const [back, next, menu] = ['back', 'next', 'menu'].map((n) => $('[data-' + n + ']', form));
  // Steps that are no question; no question may have such an id.
  const START = '=start';
  const REVIEW = '=review';
  const CONTACT = 'contact';
  const RESULT = '=result';
  const box = (step) => (step === REVIEW ? review : document.getElementById(step === CONTACT ? 'contact-step' : 'q-' + step));
  const parts = $$('.part', form);
  const fields = new Map(questions.map((q) => [q.id, $$('[name]', box(q.id))]));
  const inputs = (id) => fields.get(id);
  const title = (id) => $('[data-title] span', box(id)).textContent; // without "optional"
  const ticks = (i) => /^(checkbox|radio)$/.test(i.type);
  const filled = (i) => (ticks(i) ? i.checked : i.value.trim() !== '');

  let at = null;
  let far = 0; // how many questions, in file order, up to the furthest that was reached
  let fromReview = false; // the question on show was opened from the review, and leads back to it
  let id = uuid();
  let began = Date.now(); // when this visit opened the page, however often it was loaded since
  let sent = null; // what the server has taken
  let settled = false; // the server has what stands here: nothing to keep on the device
  let busy = false;
  // if endpoint
  // Steps that need no counting any more: a page that came back with mistakes was counted on its way.
  const told = new Set(begin ? [] : [START].concat(questions.map((q) => q.id)));
  // end if

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
    const list = asked().map((q) => q.id).concat(REVIEW);
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
    if (!list.includes(step)) step = firstOpen();
    at = step;
    const n = list.indexOf(step);
    const here = box(step);
    const q = question(step);
    for (const part of parts) {
      part.hidden = !part.contains(here);
      const first = part.hidden || list.find((s) => part.contains(box(s)));
      for (const intro of $$('.part-intro', part)) intro.hidden = first !== step;
    }
    for (const other of questions) box(other.id).hidden = other !== q;
    review.hidden = step !== REVIEW;
    if (step === REVIEW) fillReview();
    // Over all questions in file order and never back: neither a condition nor the person takes progress away.
    far = Math.max(far, q ? questions.indexOf(q) + 1 : questions.length);
    const label = q ? count(words.progress, n + 1, questions.length) : step === REVIEW ? words.review : words.last;
    $('[data-count]', form).textContent = label;
    $('progress', form).value = far;
    back.hidden = n === 0 || fromReview;
    next.textContent = step === CONTACT ? words.send : fromReview ? words.toReview : n + 1 < list.length ? words.next : words.finish;
    page.classList.add('underway');
    form.hidden = false;
    result.hidden = true;
    // if endpoint
    if (q) [START, step].forEach(tally);
    // end if
    save();
    if (move) focus($('[data-title]', here), label);
  }

  function showStart() {
    at = START;
    page.classList.remove('underway');
    form.hidden = true;
    result.hidden = true;
  }

  const count = (text, n, all) => text.replace('{n}', n).replace('{count}', all);

  function focus(target, spoken) {
    target.focus({ preventScroll: true });
    const top = page.getBoundingClientRect().top;
    if (top < 0 || target.getBoundingClientRect().bottom > innerHeight) page.scrollIntoView();
    say(spoken || '');
  }

  function say(text) {
    status.textContent = '';
    setTimeout(() => (status.textContent = text), 60);
  }

  // A step is an entry in the browser's history: its back button leads to the question before.
  const depth = () => (history.state && history.state.gradewright) || 0;

  function open(step, how, review) {
    fromReview = !!review;
    const state = { step, review: fromReview, gradewright: depth() + (how === 'push' ? 1 : 0) };
    try {
      history[how === 'push' ? 'pushState' : 'replaceState'](state, '');
    } catch (_) { /* too many steps at once: the page itself still works */ }
    reach(step);
    gradewrightFrame.top();
  }

  function reach(step) {
    if (step === RESULT) showResult();
    else if (step !== START || !begin) show(step, true);
    else {
      showStart();
      focus(begin);
    }
  }

  addEventListener('popstate', (event) => {
    const step = event.state && event.state.step;
    if (!step || waiting.has(id)) return;
    fromReview = !!event.state.review;
    if (step !== RESULT || !firstFault()) reach(step);
  });

  function forward() {
    if (busy) return;
    // if endpoint
    if (at === CONTACT) return void sendContact(form);
    // end if
    const q = question(at);
    const bad = q && fault(q);
    if (q) blameQuestion(at, bad);
    if (bad) {
      const chosen = inputs(at);
      return focus(chosen.find((i) => i.checked) || chosen[0], bad);
    }
    if (fromReview && depth() > 0) return history.back();
    const list = steps();
    const following = fromReview ? REVIEW : list[list.indexOf(at) + 1];
    if (following && (q || !firstFault())) open(following, 'push');
    else finish();
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

  // Where somebody goes on who comes back: what is still open, else the review.
  function firstOpen() {
    const bad = firstFault();
    return bad ? bad.id : REVIEW;
  }

  function finish() {
    const bad = firstFault();
    if (bad) {
      open(bad.id, 'push', at === REVIEW);
      blameQuestion(bad.id, fault(bad));
      return focus(inputs(bad.id)[0], fault(bad));
    }
    open(RESULT, 'push');
  }

  function changed() {
    if (settled) id = uuid(); // what the server has stays as it is
    settled = false;
    save();
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
    if (where) changed();
  });
  // An error goes while the answer is typed, not when the field is left: the button must not move under the pointer.
  form.addEventListener('input', (event) => {
    const where = event.target.closest('[data-question]');
    if (where && $('.error', where).textContent && !fault(question(where.dataset.question))) blameQuestion(where.dataset.question, '');
    if (where) changed();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    forward();
  });
  next.addEventListener('click', forward);
  back.addEventListener('click', backward);
  if (begin) {
    begin.addEventListener('click', (event) => {
      event.preventDefault();
      open(questions[0].id, 'push');
    });
  }

  /* ---- The review ---- */

  function fillReview() {
    const rows = $('[data-rows]', review);
    const copy = (name) => $('template[data-' + name + ']', review).content.firstElementChild.cloneNode(true);
    const list = asked();
    rows.textContent = '';
    sheet.categories.forEach((category, n) => {
      const here = list.filter((q) => category.questions.includes(q));
      const heading = $('h2', parts[n]);
      if (heading && here.length) rows.appendChild(copy('heading')).textContent = heading.textContent;
      for (const q of here) {
        const row = rows.appendChild(copy('row'));
        const given = inputs(q.id).filter(filled).map((i) => (ticks(i) ? i.nextElementSibling.textContent : i.value));
        $('[data-asked]', row).textContent = title(q.id);
        const last = $('[data-given]', row);
        last.textContent = given.pop() || (q.optional ? words.skipped : words.open);
        for (const text of given) last.parentNode.insertBefore(last.cloneNode(), last).textContent = text;
        row.classList.toggle('open', !!fault(q));
        const change = $('[data-to]', row);
        change.dataset.to = q.id;
        $('.sr', change).textContent = ': ' + title(q.id);
      }
    });
  }

  review.addEventListener('click', (event) => {
    if (event.target.dataset.to) open(event.target.dataset.to, 'push', true);
  });

  /* ---- Keys, and moving on by itself ---- */

  let pointed = false; // the last thing pressed was no key: arrow keys click too, on their way through the choices
  const auto = $('[data-auto]', menu);

  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    pointed = false;
    if (form.hidden || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat || event.isComposing) return;
    if (key === 'Enter' && !target.closest('textarea, button, a, details')) {
      event.preventDefault();
      forward();
    }
    // Only inside the question, where the focus lands: a key alone must do nothing elsewhere (WCAG 2.1.4).
    const q = question(at);
    if (!/^\d$/.test(key) || !q || !box(at).contains(target) || (target.name && !ticks(target))) return;
    const all = inputs(at);
    const chosen = !ticks(all[0]) ? q.is === 'number' && all[0] : q.is === 'scale' ? all.find((i) => i.value === key) : all[key - 1];
    if (!chosen) return;
    chosen.focus(); // a number field then takes the digit itself
    pointed = true;
    if (ticks(chosen)) chosen.click();
  });
  form.addEventListener('pointerdown', () => (pointed = true));
  form.addEventListener('click', ({ target }) => {
    if (!auto.checked || !pointed || target.type !== 'radio') return;
    const here = at;
    setTimeout(() => at === here && forward(), 250); // long enough to see what was chosen
  });

  /* ---- The menu ---- */

  function fillMenu() {
    if (!menu.open) return;
    const list = asked();
    $$('[data-jump]', menu).forEach((jump, n) => {
      const here = list.filter((q) => sheet.categories[n].questions.includes(q));
      const row = jump.parentNode;
      row.hidden = !here.length;
      $('[data-done]', row).textContent = count(words.done, here.filter((q) => answer(q) !== null).length, here.length);
      jump.onclick = () => {
        menu.open = false;
        open((here.find((q) => answer(q) === null) || here[0]).id, 'push');
      };
    });
    // In the fragment, which a browser sends to nobody.
    $('[data-address]', menu).value = location.href.split('#')[0] + LINK + new URLSearchParams(written());
  }

  menu.addEventListener('toggle', fillMenu);
  auto.addEventListener('change', () => write(ADVANCE, auto.checked ? 'auto' : 'manual'));
  $('[data-copy]', menu).addEventListener('click', async (event) => {
    const address = $('[data-address]', menu);
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
    } catch (_) {
      document.execCommand('copy'); // a page on plain http has no other way
    }
    event.target.textContent = words.copied;
    say(words.copied);
  });
  $('[data-wipe]', menu).addEventListener('click', () => {
    for (const item of waiting.values()) if (item.url === form.action) remove(item.body.id);
    startAgain();
  });

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
      for (const arc of $$('[data-gauge]', e)) arc.setAttribute('stroke-dasharray', card.shown + ' 101');
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
    // if no endpoint
    gradewrightReveal({ result, sheet, words, given, card, inputs, title });
    // end if
    page.classList.add('underway');
    form.hidden = true;
    result.hidden = false;
    $('[data-notice]', result).append(notice);
    save();
    focus($('[data-title]', result));
    // if endpoint
    if (!busy && (gate === 'after-report' || gate === 'none')) send(null);
    // end if
  }

  const key = (g) => (g.option === null ? g.question : g.question + '.' + g.option);

  /* ---- Sending ---- */

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

  // if endpoint
  let tries = 0;
  let timer = 0;

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
    if (form.elements._invitation) b.invitation = form.elements._invitation.value;
    for (const q of Object.keys(all)) if (list.has(q)) b.answers[q] = all[q];
    new URLSearchParams(location.search).forEach((value, name) => {
      if (/^utm_[a-z_]+$/.test(name)) b.source[name] = value.slice(0, 200);
    });
    for (const i of $$('.trap [name]', form)) if (i.value) b[i.name] = i.value;
    if (from) {
      b.contact = details(from);
      b.consent = $('[name="consent"]', from).checked;
    }
    return b;
  }

  // Tells the server that somebody got so far: no id, no cookie, nothing that ties one step to another.
  function tally(reached) {
    if (told.has(reached)) return;
    told.add(reached);
    if (navigator.globalPrivacyControl || navigator.doNotTrack === '1') return;
    const source = (new URLSearchParams(location.search).get('utm_source') || '').slice(0, 80);
    const body = JSON.stringify({ reached, source });
    fetch(form.action + '/progress', { method: 'POST', body, keepalive: true, credentials: 'omit' }).catch(() => {});
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
    const kept = add(item);
    const answer = await post(item);
    setBusy(false);
    if (answer.later) {
      schedule(item, answer.wait);
      if (own) lock(true);
      if (own && at === CONTACT) open(RESULT, 'push');
      tell(kept ? 'kept' : 'held', null, true);
      return null;
    }
    remove(item.body.id);
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
      settled = true;
      write(DRAFT, null);
      if (from && from !== form) location.assign(gradewrightFrame.inside(link));
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

  // end if

  /* ---- What stays on the device ---- */

  const ADVANCE = 'gradewright-advance';
  const DRAFT = 'gradewright:' + location.pathname;
  const LINK = '#answers=';
  const written = () =>
    [].concat(...questions.map((q) => inputs(q.id).filter(filled).map((i) => [i.name, i.value])));

  function save() {
    fillMenu();
    if (settled) return;
    const all = written();
    const kept = write(DRAFT, all.length ? { id, began, at, far, fields: all } : null);
    $('[data-saved]', menu).hidden = !kept || !all.length;
  }

  // Puts answers back, by the ids of questions and options: what still fits. What stands on the page already is newer.
  function fill(list) {
    const here = answers();
    for (const [name, value] of list.filter(Array.isArray)) {
      if (name in here || !fields.has(name)) continue;
      for (const i of inputs(name)) {
        if (!ticks(i)) i.value = value;
        else if (i.value === value) i.checked = true;
      }
    }
  }

  // Kept answers; something else under our name is nobody's.
  function keptDraft() {
    const draft = read(DRAFT);
    return draft && Array.isArray(draft.fields) ? draft : null;
  }

  function clear() {
    for (const i of [].concat(...fields.values())) {
      if (ticks(i)) i.checked = false;
      else i.value = '';
    }
  }

  // Another tab of the same grader: what is answered there counts here too.
  addEventListener('storage', (event) => {
    const draft = event.key === DRAFT && event.newValue && keptDraft();
    if (!draft || settled || waiting.has(id)) return;
    clear();
    fill(draft.fields);
    far = Math.max(far, draft.far || 0);
    $('progress', form).value = far;
    if (at === REVIEW) show(at, false);
    else fillMenu();
  });

  // What this device has kept, or a link has brought from another one.
  function brought() {
    const draft = keptDraft();
    if (!location.hash.startsWith(LINK)) return draft;
    const list = Array.from(new URLSearchParams(location.hash.slice(LINK.length))).filter(([name]) => fields.has(name));
    history.replaceState(history.state, '', location.pathname + location.search);
    const other = draft && JSON.stringify(draft.fields) !== JSON.stringify(list);
    return other && !confirm(words.replace) ? draft : { fields: list };
  }

  function startAgain() {
    clear();
    for (const q of questions) blameQuestion(q.id, '');
    id = uuid();
    began = Date.now();
    far = 0;
    // if endpoint
    told.clear();
    // end if
    sent = null;
    settled = false;
    tell('');
    lock(false);
    menu.open = false;
    save();
    open(begin ? START : questions[0].id, 'replace');
  }

  /* ---- Start ---- */

  form.noValidate = true;
  for (const i of $$('[data-digits]', form)) i.inputMode = 'numeric'; // a telephone's keys; the checker of HTML doubts the attribute
  const first = beginning();
  const mark = box(first);
  const before = mark && mark.getBoundingClientRect().top;
  form.classList.add('stepping');
  for (const e of $$('[data-plain]')) e.hidden = true;
  for (const e of $$('[data-scripted]')) e.hidden = false;
  for (const b of $$('[data-restart]')) b.addEventListener('click', startAgain);
  for (const b of $$('[data-change]', result)) b.addEventListener('click', () => (depth() > 0 ? history.back() : open(steps().pop(), 'replace')));
  for (const b of $$('[data-print]')) b.addEventListener('click', () => print());
  // if endpoint
  if (contactForm) {
    contactForm.addEventListener('submit', (event) => {
      event.preventDefault();
      sendContact(contactForm);
    });
  }
  // end if
  auto.checked = (read(ADVANCE) || form.dataset.advance) === 'auto';
  addEventListener('hashchange', () => location.hash.startsWith(LINK) && location.reload());

  // Where this visit begins: at a mistake, where one left off, where one is just answering, else at the start.
  function beginning() {
    if (!begin) {
      const wrong = questions.find((q) => $('.error', box(q.id)).textContent.trim());
      return wrong ? wrong.id : CONTACT;
    }
    const early = written().length > 0;
    const draft = brought();
    if (draft) {
      fill(draft.fields);
      id = draft.id || id;
      began = draft.began || began;
      far = draft.far || 0;
      // if endpoint
      // Counted when they were reached, maybe on another device.
      const reached = questions.filter((q, n) => n < far || answer(q) !== null).map((q) => q.id);
      for (const step of [START, firstOpen(), ...reached]) told.add(step);
      // end if
      if (draft.at) return draft.at;
    }
    const { activeElement } = document;
    const here = questions.find((q) => box(q.id).contains(activeElement) || location.hash === '#q-' + q.id);
    return early && here ? here.id : draft || early ? firstOpen() : here ? here.id : START;
  }

  const past = history.state || {};
  fromReview = !!past.review;
  if (first === START) showStart();
  else if (first === RESULT && !firstFault() && (gate !== 'before' || waiting.has(id))) showResult();
  else show(first === RESULT ? firstOpen() : first, false);
  // Who is reading a question when the script arrives goes on reading it in the same place.
  if (mark && before < innerHeight) scrollBy(0, mark.getBoundingClientRect().top - before);
  history.replaceState({ step: at, review: fromReview, gradewright: depth() }, '');
  // if endpoint
  retry();
  // end if
})();
