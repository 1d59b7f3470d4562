// The author's panel of `serve`: what the answers on the page come to and why, what each option carries, and what was found
// in the content. It lives in a shadow tree of its own, and touches the page only as a person does: it ticks and types, and
// goes to a question by the browser's history.
(() => {
  'use strict';
  if (window.top !== window) return;
  const source = document.currentScript.src;
  const form = document.getElementById('grader');
  const place = /\/responses\/([a-z0-9-]+)$/.exec((form && form.getAttribute('action')) || '')
    || /\/(?:graders|questionnaires)\/([a-z0-9-]+)\/$/.exec(location.pathname);
  const id = form && place ? place[1] : null;
  const ask = async (path, options) => {
    const response = await fetch(new URL('panel/' + path, source), options);
    return response.ok ? response.json() : null;
  };
  const on = (path) => 'on/' + id + path;

  function el(name, more, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(more || {})) {
      if (key === 'click') made.addEventListener('click', value);
      else if (key in made) made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...inside.filter((one) => one !== null && one !== undefined && one !== ''));
    return made;
  }

  const number = (n) => String(Math.round(n * 10000) / 10000);
  const plural = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;

  /* ---- The frame: a small button at the edge, the panel behind it ---- */

  const KEPT = 'gradewright-panel';
  const kept = () => {
    try { return sessionStorage.getItem(KEPT) === 'open'; } catch (_) { return false; }
  };
  const keep = (open) => {
    try { sessionStorage.setItem(KEPT, open ? 'open' : ''); } catch (_) { /* it stays folded at the next page */ }
  };

  const host = el('div', { id: 'gradewright-author' });
  const root = host.attachShadow({ mode: 'open' });
  const fold = el('button', { type: 'button', className: 'fold', 'aria-expanded': 'false', 'aria-controls': 'panel', click: () => show(true) }, 'Author');
  const close = el('button', { type: 'button', click: () => show(false) }, 'Fold');
  const result = el('div', { role: 'status' });
  const fill = el('div', {});
  const questions = el('div', {});
  const found = el('div', {});
  const panel = el('section', { id: 'panel', 'aria-label': 'Author’s panel', hidden: true },
    el('header', {}, el('h2', {}, 'Author’s panel'), close), result, fill, questions, found);
  root.append(el('link', { rel: 'stylesheet', href: new URL('panel.css', source).href }), fold, panel);

  // What is pressed in here is not for the page, whose keys choose options and move on.
  for (const kind of ['keydown', 'keyup', 'keypress', 'pointerdown', 'click']) host.addEventListener(kind, (event) => event.stopPropagation());
  panel.addEventListener('keydown', (event) => event.key === 'Escape' && show(false));

  function show(open, quiet) {
    panel.hidden = !open;
    fold.hidden = open;
    fold.setAttribute('aria-expanded', String(open));
    aside();
    keep(open);
    if (open) fillIn();
    if (!quiet) (open ? close : fold).focus({ preventScroll: true });
  }

  // Where there is room for both, the page makes way.
  const wide = matchMedia('(min-width: 64rem)');
  function aside() {
    document.documentElement.style.marginRight = wide.matches && !panel.hidden ? '26rem' : '';
  }
  wide.addEventListener('change', aside);

  /* ---- What the answers come to ---- */

  let loads = null;
  let rows = new Map(); // question id → what of its row changes
  let asked = 0;

  function fields() {
    const known = new Set(loads.questions.map((q) => q.id));
    // Answers alone: contact details are nobody's business here.
    return new URLSearchParams(Array.from(new FormData(form)).filter(([name, value]) => known.has(name) && typeof value === 'string'));
  }

  async function update() {
    if (panel.hidden || !loads) return;
    const turn = (asked += 1);
    const tried = await ask(on('/try'), { method: 'POST', body: fields() });
    if (turn === asked && tried) showTried(tried);
  }

  let timer = 0;
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(update, 60);
  }

  function showTried(tried) {
    const card = tried.scorecard;
    const band = tried.bands.find((b) => b.id === card.band);
    const outcome = tried.outcomes.find((o) => o.chosen);
    const score = card.shown === null ? (outcome ? outcome.title : 'No score yet') : card.shown + ' of 100' + (band ? ': ' + band.title : '');
    const capped = (card.capped_by || []).map((m) => el('p', {}, 'Held down until this is so: ' + m.text));
    const tallies = tried.outcomes.map((o) => el('p', { className: 'soft' }, o.title + ': ' + number(o.points)));
    const services = tried.services.map((s) => el('li', {}, s.name, el('small', {}, '+' + s.gain.toFixed(1) + ' points' + (s.critical ? ', critical' : ''))));
    const open = tried.faults.length;
    const unfolded = !!result.querySelector('details[open]');
    result.replaceChildren(
      el('h3', {}, 'The answers on this page'),
      el('p', { className: 'score' }, score),
      card.total === null ? '' : el('p', { className: 'soft' }, 'exactly ' + number(card.total)),
      ...capped, ...tallies,
      open ? el('p', { className: 'soft' }, plural(open, 'question') + ' to answer or mend before it can be sent') : '',
      el('details', { open: unfolded }, el('summary', {}, plural(services.length, 'service') + ' offered'), el('ul', {}, ...services)));
    for (const category of tried.working.categories) for (const q of category.questions) showQuestion(q, category);
  }

  const standing = {
    noted: 'noted, not scored', unanswered: 'not answered: leaves the sums',
    'not-applicable': 'does not apply: leaves the sums', hidden: 'not asked: its condition does not hold',
  };

  function showQuestion(q, category) {
    const row = rows.get(q.id);
    if (!row) return;
    const makes = q.contribution === null ? '' : `, makes ${number(q.contribution)} of the total`;
    row.sum.textContent = q.standing === 'scored'
      ? `${number(q.earned)} of ${number(q.points)}: ${number(q.score)} %, weight ${number(q.weight)} of ${number(category.weights)}${makes}`
      : standing[q.standing];
    row.jump.disabled = q.standing === 'hidden';
    for (const item of row.options.values()) item.className = '';
    for (const part of q.parts) {
      const item = part.option === null ? row.whole : row.options.get(part.option);
      if (item) item.className = part.gap === null ? 'well' : 'gap';
    }
  }

  /* ---- What the questions carry ---- */

  const carries = (one) => [
    one.service && 'offers ' + one.service + (one.below !== undefined && one.below !== null ? ' below ' + number(one.below) : ''),
    one.critical && 'critical', one.problem && 'a problem: ticked, it is a gap', ...(one.outcomes || []),
  ].filter(Boolean).join('; ');

  function question(q, n) {
    const sum = el('span', { className: 'sum' });
    const jump = el('button', { type: 'button', click: () => go(q.id) }, 'Go to it');
    const options = new Map();
    const items = q.options.map((o) => {
      const points = o.points === null ? '' : plural(Number(number(o.points)), 'point');
      const item = el('li', {}, o.text, el('small', {}, [points, carries(o)].filter(Boolean).join('; ')));
      options.set(o.id, item);
      return item;
    });
    const load = carries(q);
    const whole = load ? el('li', {}, el('small', {}, 'The whole question: ' + load)) : null;
    if (whole) options.set('', whole);
    rows.set(q.id, { sum, jump, options, whole });
    return el('details', {}, el('summary', {}, `${n + 1}. ${q.text}`, sum), el('div', { className: 'row' }, jump, el('code', {}, '#' + q.id)),
      el('ul', {}, ...[whole, ...items].filter(Boolean)));
  }

  async function fillIn() {
    showFound();
    if (!id) return;
    if (!loads) {
      loads = await ask(on(''));
      if (!loads) return;
      rows = new Map();
      questions.replaceChildren(el('h3', {}, 'Questions'), ...loads.questions.map(question));
      if (loads.bands.length) fill.replaceChildren(
        el('h3', {}, 'Fill in answers that lead to'),
        el('div', { className: 'row' }, ...loads.bands.map((b) => el('button', { type: 'button', click: () => witness(b) }, b.title))),
        el('p', { role: 'status', className: 'soft' }));
    }
    update();
  }

  /* ---- Acting as a person does ---- */

  // As the browser's own buttons lead from step to step; without the page's script every question is on it.
  function go(to) {
    const where = document.getElementById('q-' + to);
    if (!where) return;
    if (matchMedia('(max-width: 52rem)').matches) show(false, true);
    if (form.classList.contains('stepping')) {
      const depth = (history.state && history.state.gradewright) || 0;
      history.pushState({ step: to, review: false, gradewright: depth + 1 }, '');
      dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
    } else {
      where.scrollIntoView();
    }
  }

  async function witness(band) {
    const told = fill.querySelector('[role=status]');
    const given = await ask(on('/witness/' + band.id));
    told.textContent = given ? `Filled in: these answers lead to “${band.title}”.` : `No answers lead to “${band.title}”.`;
    if (!given) return;
    const inputs = loads.questions.map((q) => [given.answers[q.id], Array.from(form.querySelectorAll(`[name="${q.id}"]`))]);
    const ticks = (i) => /^(checkbox|radio)$/.test(i.type);
    const wanted = (answer, i) => [].concat(answer === undefined ? [] : answer).map(String).includes(i.value);
    const change = (i, set) => {
      set();
      i.dispatchEvent(new Event('input', { bubbles: true }));
      i.dispatchEvent(new Event('change', { bubbles: true }));
    };
    for (const [answer, all] of inputs) {
      for (const i of all) if (ticks(i) && i.checked && !wanted(answer, i)) change(i, () => (i.checked = false));
      for (const i of all) {
        if (ticks(i)) {
          if (!i.checked && wanted(answer, i)) change(i, () => (i.checked = true));
        } else if (i.value !== String(answer === undefined ? '' : answer)) {
          change(i, () => (i.value = answer === undefined ? '' : String(answer)));
        }
      }
    }
    update();
  }

  /* ---- What was found in the content ---- */

  async function showFound() {
    const all = (await ask('diagnostics')) || [];
    const items = all.map((d) => {
      const path = `${d.path}:${d.line}:${d.column}`;
      return el('li', { className: d.severity === 'error' ? 'gap' : '' },
        el('a', { href: d.open }, `${d.file}:${d.line}`), ` ${d.severity}: ${d.message}`,
        d.help ? el('small', {}, d.help) : '', el('code', {}, path));
    });
    found.replaceChildren(el('h3', {}, 'Found in the content'),
      items.length ? el('ul', {}, ...items) : el('p', { className: 'soft' }, 'Nothing to mend.'));
  }

  // `live.js` hears of each rebuild; one connection is enough for both.
  addEventListener('gradewright-preview', ({ detail }) => {
    const count = [detail.errors && plural(detail.errors, 'error'), detail.warnings && plural(detail.warnings, 'warning')].filter(Boolean).join(', ');
    fold.textContent = count ? 'Author · ' + count : 'Author';
    if (!panel.hidden) showFound();
  });

  if (id) {
    for (const kind of ['input', 'change']) form.addEventListener(kind, soon);
    document.addEventListener('click', soon); // starting again empties the form without a word
  }
  document.body.append(host);
  if (kept()) show(true, true);
})();
