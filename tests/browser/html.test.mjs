// Every page that is built or answered, and the style sheet, before the W3C's checker.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleSite, folder, gradewright, leads, start, write } from './support/gradewright.mjs';
import { filesBelow } from './support/files.mjs';
import { everyKind } from './support/fixtures.mjs';
import { send } from './support/sheets.mjs';
import { findings } from './support/html-checker.mjs';

test('built pages, reports, refused forms and messages are valid HTML, styles and drawings', async (t) => {
  const saved = folder(t);
  const example = exampleSite(t);
  const kinds = everyKind(t);
  const [first, second] = [await start(t, example), await start(t, kinds)];
  const others = ['es', 'he'].map((language) => everyKind(t, `language: ${language}\n`));
  write(others[1], '../themes/default/i18n/he.yaml', 'report:\n  score: הציון שלך\n');
  await gradewright(everyKind(t, 'endpoint: none\n'), 'build', '--output', join(saved, 'without-endpoint'));

  async function save(name, answer, status) {
    assert.equal(answer.status, status, name);
    mkdirSync(join(saved, name));
    writeFileSync(join(saved, name, 'index.html'), await answer.text());
  }
  const form = (origin, path, fields) =>
    fetch(origin + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const report = async (answer) => {
    assert.equal(answer.status, 303);
    return answer.headers.get('location');
  };
  await save('not-found', await fetch(`${first.origin}/nowhere/`), 404);
  await save('no-report', await fetch(`${first.origin}/r/nobody-knows-this-one`), 404);
  await save('refused', await form(first.origin, '/responses/security', [['seats', '"><b>'], ['infosec', 'vault']]), 422);
  await save('refused-kinds', await form(second.origin, '/responses/all', [['else', '</textarea><p>']]), 422);

  const sheet = [['many', 'shown'], ['one', 'paper'], ['where', '<i>'], ['scale', '3'], ['seats', '40'], ['keeper', 'nobody'], ['trouble', 'invoice']];
  const address = await report(await form(second.origin, '/responses/all', sheet));
  await save('report', await fetch(second.origin + address), 200);
  const meeting = [['size', 'small'], ['need', 'some'], ['attend', 'contact'], ['purpose', 'touch'], ['horizon', 'weeks'], ['upcoming', 'none'], ['time', 'short']];
  const outcome = await report(await form(first.origin, '/responses/meeting-fit', meeting));
  await save('outcome', await fetch(first.origin + outcome), 200);


  // What becomes of a report: decisions, mistaken ones, another language, and its end.
  const decided = { _decisions: 'all', 'decision.many.back': 'want', 'explain.one': 'true', 'decider.name': '"><b>Jo', 'decider.review': '2027-03-31' };
  assert.equal((await form(second.origin, address, decided)).status, 303);
  await save('decisions', await fetch(second.origin + address), 200);
  await save('refused-decisions', await form(second.origin, address, { ...decided, 'decider.review': '<i>' }), 422);
  const answers = { many: ['shown'], one: 'paper', where: '<i>', scale: 3, seats: 40, keeper: 'nobody', trouble: ['invoice'] };
  for (const [at, site] of others.entries()) {
    const { origin } = await start(t, site);
    await save(`report-${at}`, await fetch(origin + (await send(origin, 'all', answers))), 200);
    await save(`refused-${at}`, await form(origin, '/responses/all', [['else', 'x']]), 422);
  }
  for (const { id } of await leads(kinds)) await gradewright(kinds, 'leads', 'revoke', id);
  await save('gone', await fetch(second.origin + address), 410);

  const all = [example, kinds, saved, ...others].flatMap((site) => ['.html', '.css', '.svg'].flatMap((kind) => filesBelow(site, kind)));
  assert.ok(all.length > 40, `${all.length} files`);
  assert.deepEqual(await findings(all), []);
});
