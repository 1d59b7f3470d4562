/* Scores answers in the page by the server's rules: the same doubles in the same order.
   `sheet` is the page's data block, `answers` what is sent. */
var gradewrightScore = (function () {
  'use strict';

  // The answer to a question; null where it is open.
  function given(answers, id) {
    const v = Object.prototype.hasOwnProperty.call(answers, id) ? answers[id] : null;
    const open = v == null || (typeof v === 'string' ? !/[^\s\x85]/.test(v) : v.length === 0);
    return open ? null : v;
  }

  function holds(c, answers, asked) {
    const sub = (c) => holds(c, answers, asked);
    const value = (id) => (asked.has(id) ? given(answers, id) : null);
    if (c.and) return sub(c.and[0]) && sub(c.and[1]);
    if (c.or) return sub(c.or[0]) || sub(c.or[1]);
    if (c.not) return !sub(c.not);
    if (c.is) return value(c.is[0]) === c.is[1];
    if (c.has) return (value(c.has[0]) || []).includes(c.has[1]);
    const [id, op, n] = c.compare;
    const v = value(id);
    if (v === null) return false;
    return op === '>=' ? v >= n : op === '<=' ? v <= n : op === '>' ? v > n : op === '<' ? v < n : v === n;
  }

  // The ids of the questions that are asked, as a Set.
  function visible(sheet, answers) {
    const asked = new Set();
    for (const c of sheet.categories)
      for (const q of c.questions) if (!q.if || holds(q.if, answers, asked)) asked.add(q.id);
    return asked;
  }

  function sum(list, key) {
    let n = 0;
    for (const x of list) n += x[key];
    return n;
  }

  // A question taken apart into the states it asks about.
  function read(q, answers, asked) {
    const v = given(answers, q.id);
    const r = { id: q.id, weight: q.weight, standing: 'noted', parts: [], score: null, chosen: [] };
    if (!asked.has(q.id)) r.standing = 'hidden';
    else if (v === null) r.standing = 'unanswered';
    else if (q.is === 'many') {
      r.chosen = q.choices.filter((o) => v.includes(o.id));
      const ticks = (role) => r.chosen.some((o) => o.role === role);
      const unsure = ticks('not-sure');
      const none = ticks('none');
      for (const o of q.choices) {
        const problem = o.role === 'problem';
        if (o.role && !problem) continue;
        const well = !unsure && v.includes(o.id) !== problem;
        const kind = unsure ? 'not-sure' : problem ? 'problem-ticked' : none ? 'none-stated' : 'not-ticked';
        r.parts.push(part(o.id, o, o.points, well ? o.points : 0, well ? null : kind, !well));
      }
    } else if (q.is === 'one') {
      const o = q.choices.find((o) => o.id === v);
      if (o) r.chosen = [o];
      if (!o) r.standing = 'unanswered';
      else if (o.role === 'not-applicable') r.standing = 'not-applicable';
      else whole(r, q, o.role === 'not-sure', o.points, 0, Math.max(...q.choices.map((o) => o.points)));
    } else if (q.is === 'scale') whole(r, q, false, v, q.min, q.max);
    r.points = sum(r.parts, 'points');
    if (r.standing === 'noted' && q.scored && r.points > 0) {
      r.standing = 'scored';
      r.score = sum(r.parts, 'earned') / r.points;
    }
    return r;
  }

  function whole(r, q, unsure, value, least, best) {
    if (unsure) value = least;
    const low = unsure || value < (q.below === undefined ? best : q.below);
    const kind = unsure ? 'not-sure' : value < best ? 'below-best' : null;
    r.parts.push(part(null, q, best - least, value - least, kind, low));
  }

  function part(option, load, points, earned, kind, low) {
    return { option, points, earned, kind, service: load.service || null, low, missing: !!load.critical && low };
  }

  // Every category with its questions taken apart and its score from 0 to 1.
  function readAll(sheet, answers) {
    const asked = visible(sheet, answers);
    return sheet.categories.map((c) => {
      const all = c.questions.map((q) => read(q, answers, asked));
      const scored = all.filter((r) => r.standing === 'scored');
      return { c, weight: c.weight, all, scored, score: weigh(scored) };
    });
  }

  function weigh(list) {
    let n = 0;
    for (const x of list) n += x.weight * x.score;
    return list.length ? n / sum(list, 'weight') : null;
  }

  const withScore = (cats) => cats.filter((k) => k.score !== null);
  const hundred = (n) => (n === null ? null : n * 100);

  // The scorecard, as the server sends it.
  function score(sheet, answers) {
    const cats = readAll(sheet, answers);
    const fraction = sheet.bands.length ? weigh(withScore(cats)) : null;
    const total = fraction === null ? null : Math.round(fraction * 100 * 1e9) / 1e9;
    const shown = total === null ? null : Math.round(total);
    const tallies = sheet.outcomes.map((id) => [id, 0]);
    const questions = [];
    const missing = [];
    for (const k of cats)
      for (const r of k.all) {
        questions.push({ id: r.id, standing: r.standing, score: hundred(r.score) });
        for (const p of r.parts) if (p.missing) missing.push({ question: r.id, option: p.option });
        if (r.standing !== 'not-applicable')
          for (const o of r.chosen)
            for (const [id, n] of o.outcomes || []) for (const t of tallies) if (t[0] === id) t[1] += n;
      }
    let band = null;
    let capped = null;
    if (shown !== null) {
      for (const b of sheet.bands) if (b.from <= shown && (!band || b.from > band.from)) band = b;
      const cap = sheet.bands.find((b) => b.id === sheet.cap);
      if (cap && band && band.from > cap.from && missing.length) [band, capped] = [cap, missing];
    }
    let best = [null, 0];
    for (const t of tallies) if (t[1] > best[1]) best = t;
    return {
      total, shown, band: band && band.id, capped_by: capped, outcome: best[0], tallies,
      categories: cats.map((k) => {
        const target = k.c.target === undefined ? null : k.c.target;
        return { id: k.c.id, score: hundred(k.score), target };
      }),
      questions,
    };
  }

  // if no endpoint
  // Every gap in file order: {question, option, kind, service, gain, critical}.
  function gaps(sheet, answers) {
    return gapsOf(readAll(sheet, answers));
  }

  function gapsOf(cats) {
    const gaps = [];
    const allCategories = sum(withScore(cats), 'weight');
    for (const k of cats) {
      const allQuestions = sum(k.scored, 'weight');
      for (const r of k.scored) {
        const share = r.weight * k.weight * 100;
        const whole = r.points * allQuestions * allCategories;
        for (const p of r.parts)
          if (p.kind)
            gaps.push({
              question: r.id, option: p.option, kind: p.kind, service: p.low ? p.service : null,
              gain: ((p.points - p.earned) * share) / whole, critical: p.missing,
            });
      }
    }
    return gaps;
  }

  // The services in rank order: {id, strength, gain, critical}.
  function services(sheet, answers) {
    const cats = readAll(sheet, answers);
    const earned = new Set();
    for (const k of cats)
      for (const r of k.scored) for (const p of r.parts) if (p.earned > 0) earned.add(p.service);
    const found = new Map();
    for (const g of gapsOf(cats)) {
      if (!g.service) continue;
      const id = g.service;
      if (!found.has(id))
        found.set(id, { id, strength: earned.has(id) ? 'strengthen' : 'start', gain: 0, critical: false });
      const s = found.get(id);
      s.gain += g.gain;
      s.critical = s.critical || g.critical;
    }
    const size = (s) => Math.round(s.gain * 1e9);
    return [...found.values()].sort(
      (a, b) => b.critical - a.critical || size(b) - size(a) || (a.id < b.id ? -1 : 1),
    );
  }

  // The way to the next band: {band, to, gaps} with places in the list of gaps; null where there is none above.
  function next(sheet, answers) {
    const { total, band } = score(sheet, answers);
    const all = gaps(sheet, answers);
    const from = (id) => sheet.bands.find((b) => b.id === id).from;
    let above = null;
    if (band) for (const b of sheet.bands) if (b.from > from(band) && !(above && above.from <= b.from)) above = b;
    if (!above) return null;
    const held = sheet.cap !== undefined && above.from > from(sheet.cap);
    const size = (i) => Math.round(all[i].gain * 1e9);
    const must = (i) => held && all[i].critical;
    const places = all.map((_, i) => i);
    const rest = places.filter((i) => !must(i)).sort((a, b) => size(b) - size(a));
    const way = places.filter(must);
    const shown = (n) => Math.round(Math.round(n * 1e9) / 1e9);
    let to = total;
    for (const i of way) to += all[i].gain;
    while (shown(to) < above.from) {
      if (!rest.length) return null;
      way.push(rest[0]);
      to += all[rest.shift()].gain;
    }
    return { band: above.id, to: shown(to), gaps: way };
  }
  // end if

  const all = { visible, score };
  // if no endpoint
  Object.assign(all, { gaps, services, next });
  // end if
  return all;
})();
