// A site in another language, from the first page to the report.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, openPage } from './support/browser.mjs';
import { edit, onlyLead, start, write } from './support/gradewright.mjs';
import { everyKind, gates } from './support/fixtures.mjs';
import { send } from './support/sheets.mjs';
import { answer, introduce, mona } from './support/respondent.mjs';

after(closeBrowser);

/** Words of the interface that would show that something was left in English. */
const english = /\b(Next|Back|Start|Send|Your|Please|question|minutes?|Questions?|Score|Target|points?|optional|Skip|Graders|Services|What|Print|Overview|Change)\b/;

/** What the page says by itself: the texts of the author are taken out. */
const own = (page, authors) =>
  page.evaluate((authors) => {
    const text = [document.body.innerText, ...[...document.querySelectorAll('[aria-label]')].map((e) => e.ariaLabel)].join('\n');
    return authors.reduce((left, author) => left.replaceAll(author, ''), text);
  }, authors);

test('a Spanish site says everything in Spanish, in the browser and from the server', async (t) => {
  const site = gates(t, 'language: es\ncurrency: EUR\n');
  const { origin } = await start(t, site);
  const page = await openPage(t, { locale: 'es-ES' });
  const authors = ['Two questions, asked after-score', 'Two questions, asked before', 'Two questions, asked none', 'Two questions, asked after-report',
    'Which of these are true?', 'Why it matters. It is where most trouble begins.', 'Files can be brought back.', 'Everyone was shown how.',
    'None of these', 'How many people work at a computer?', 'Lantern IT', 'Start with the first gap.', 'Backup', 'Training', 'Sign-in', 'Exposed', 'Steady',
    'A file that is gone stays gone.', 'Nobody knows what nobody was told.', 'that nobody has to think about.', 'What  is.', 'Two questions, asked', 'I agree that Lantern IT may contact me about my result.'];
  const spanish = async (state) => assert.doesNotMatch(await own(page, authors), english, state);

  for (const path of ['/', '/graders/', '/services/', '/services/backup/', '/graders/after-score/', '/graders/after-score/print/']) {
    await page.goto(origin + path);
    assert.equal(await page.locator('html').getAttribute('lang'), 'es');
    await spanish(path);
  }
  await page.goto(`${origin}/graders/after-score/`);
  await page.locator('[data-start]').click();
  await spanish('the first question');
  await page.locator('[data-next]').click();
  await page.locator('.error:visible').waitFor();
  await spanish('an error');
  await answer(page, 'basics', ['back']);
  await page.locator('[data-next]').click();
  await answer(page, 'seats', 1200);
  await page.locator('[data-next]').click();
  await page.locator('.error:visible').waitFor();
  await answer(page, 'seats', 120);
  await page.locator('[data-next]').click();
  await page.locator('#review').waitFor();
  await spanish('the review');
  await page.locator('[data-next]').click();
  await page.locator('#contact-form').waitFor();
  await spanish('the score');
  await page.locator('[data-send-contact]').click();
  await page.locator('.error:visible').first().waitFor();
  await spanish('an error in the contact');
  await introduce(page.locator('#contact-form'), mona);
  await page.locator('[data-send-contact]').click();
  await page.waitForURL(/\/r\//);
  await spanish('the report');
  assert.match(await page.locator('.wins .gain').first().innerText(), /^\+\d+(,\d)? puntos?$/);
  const { consent } = await onlyLead(site);
  assert.deepEqual([consent.given, consent.wording.version], [true, '2026-11']);

  const refused = await fetch(`${origin}/responses/after-score`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: crypto.randomUUID(), answers: { basics: ['nope'] } }),
  });
  assert.match((await refused.json()).errors[0].message, /^Aquí no hay ninguna opción «nope»/);
});

test('one page in another language than its site', async (t) => {
  const site = everyKind(t);
  edit(site, 'graders/all.md', 'title: Every kind of question', 'title: Every kind of question\nlang: es');
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/all/`);
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  assert.match(await page.locator('main').innerText(), /preguntas/);
  await page.goto(`${origin}/`);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  const answers = { many: ['shown'], one: 'paper', where: 'x', scale: 3, seats: 40, keeper: 'nobody' };
  await page.goto(origin + (await send(origin, 'all', answers)));
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  await page.getByRole('heading', { name: 'Lo que queda abierto' }).waitFor();
});

test('a right-to-left language turns the page around, and nothing runs out of it', async (t) => {
  const site = everyKind(t, 'language: he\n');
  write(site, '../themes/default/i18n/he.yaml', 'report:\n  score: הציון שלך\n');
  const { origin } = await start(t, site);
  const page = await openPage(t, { viewport: { width: 360, height: 800 } });
  for (const path of ['/', '/graders/all/']) {
    await page.goto(origin + path);
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, `${path} scrolls sideways`);
  }
  await page.locator('[data-start]').click();
  const option = page.locator('[data-question="many"] .option').first();
  const [row, box] = [await option.boundingBox(), await option.locator('input').boundingBox()];
  assert.ok(box.x > row.x + row.width / 2, 'the tick is on the right');
  const answers = { many: ['shown'], one: 'paper', where: 'x', scale: 3, seats: 40, keeper: 'nobody' };
  await page.goto(origin + (await send(origin, 'all', answers)));
  assert.equal(await page.locator('#score-title').innerText(), 'הציון שלך');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wide, 0, 'the report scrolls sideways');
});
