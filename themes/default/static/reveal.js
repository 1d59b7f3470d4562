/* Where nothing is sent, the page holds the whole report: fills it and unhides what these answers ask for. */
const gradewrightReveal = (function () {
  'use strict';
  const language = document.documentElement.lang;
  const plural = (phrase, n) => phrase[new Intl.PluralRules(language).select(n)] || phrase.other || phrase;
  const number = (n) => n.toLocaleString(language);
  const key = (g) => (g.option === null ? g.question : g.question + '.' + g.option);
  const size = (g) => Math.round(g.gain * 1e9);

  return function ({ result, sheet, words, given, card, inputs, title }) {
    const $ = (selector, root) => (root || result).querySelector(selector);
    const $$ = (selector, root) => Array.from((root || result).querySelectorAll(selector));
    const gaps = gradewrightScore.gaps(sheet, given);
    const found = new Map(gaps.map((g) => [key(g), g]));
    const entry = (g) => $$('[data-gap]').find((e) => e.dataset.gap === key(g));
    const asked = (g) => (g.option === null ? null : $$('[data-asked]').find((e) => e.dataset.asked === g.question));

    for (const e of $$('[data-gap]')) {
      const g = found.get(e.dataset.gap);
      e.hidden = !g;
      if (!g) continue;
      $('[data-kind]', e).textContent = words.kinds[g.kind];
      for (const part of $$('[data-critical]', e)) part.hidden = !g.critical;
      for (const part of $$('[data-offer]', e)) part.hidden = !g.service;
    }
    for (const e of $$('[data-asked]')) e.hidden = !gaps.some((g) => asked(g) === e);

    // Puts a gap into a row: what, why, with what, how hard, at what price, for how many points.
    function fill(row, g) {
      const from = entry(g);
      const name = g.service && $('.name', from);
      const put = (part, text) => {
        for (const e of $$('[data-' + part + ']', row)) {
          e.textContent = text || '';
          e.hidden = !text;
        }
      };
      const text = (e) => e && e.textContent;
      const price = g.service && $$('[data-service]').find((e) => e.dataset.service === g.service);
      const points = Math.round(g.gain * 10) / 10;
      put('question', text(asked(g)));
      put('state', text($('[data-state]', from)));
      put('education', text($('.prose', from)));
      put('effort', name && text($('[data-effort]', from)));
      put('price', price && $('.price', price) && ' · ' + text($('.price', price)));
      put('name', text(name));
      put('gain', points && plural(words.gain, points).replace('{n}', number(points)));
      const link = $('a[data-name]', row);
      if (link && name && name.href) link.href = name.href;
      else if (link) link.removeAttribute('href');
    }

    const order = gaps.filter((g) => g.critical || g.gain > 0).sort((a, b) => b.critical - a.critical || size(b) - size(a));
    $$('[data-win]').forEach((row, place) => {
      const g = order[place];
      row.hidden = !g;
      if (!g) return;
      row.dataset.win = key(g);
      fill(row, g);
    });

    const way = gradewrightScore.next(sheet, given);
    for (const e of $$('[data-way]')) {
      e.hidden = !way;
      if (!way) continue;
      const band = $$('.band').find((b) => b.dataset.band === way.band).textContent;
      const n = way.gaps.length;
      const values = { n: number(n), from: card.shown, to: way.to, band };
      const say = (phrase) => phrase.replace(/\{(\w+)\}/g, (_, name) => values[name]);
      $('h2', e).textContent = say(words.way);
      $('[data-steps]', e).textContent = say(plural(words.steps, n));
      const row = $('template', e).content.firstElementChild;
      $('ol', e).replaceChildren(
        ...way.gaps.map((place) => {
          const step = row.cloneNode(true);
          fill(step, gaps[place]);
          return step;
        }),
      );
    }

    for (const e of $$('[data-service]')) e.hidden = true;
    for (const { id, strength } of gradewrightScore.services(sheet, given)) {
      const e = $$('[data-service]').find((row) => row.dataset.service === id);
      if (!e) continue;
      e.hidden = false;
      $('[data-strength]', e).textContent = words.strengths[strength];
      e.parentNode.append(e);
    }
    const standing = new Map(card.questions.map((q) => [q.id, q]));
    for (const e of $$('[data-good]')) {
      const [id, option] = e.dataset.good.split('.');
      const chosen = inputs(id).find((i) => (option ? i.value === option : i.checked));
      e.hidden = standing.get(id).score === null || found.has(e.dataset.good);
      const parts = [option ? '' : title(id), chosen ? chosen.nextElementSibling.textContent : ''];
      e.textContent = parts.join(' ').trim();
    }
    for (const e of $$('[data-unanswered]')) e.hidden = standing.get(e.dataset.unanswered).standing !== 'unanswered';
    for (const e of $$('[data-not-applicable]')) e.hidden = standing.get(e.dataset.notApplicable).standing !== 'not-applicable';
    for (const group of $$('[data-group]').reverse()) group.hidden = !$('li:not([hidden])', group);
  };
})();
