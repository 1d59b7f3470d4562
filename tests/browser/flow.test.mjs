// The way from the start to the result: what is said first, how far one is, and a last look at every answer.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, openPage } from './support/browser.mjs';
import { edit, exampleSite, start } from './support/gradewright.mjs';
import { everyKind, gates, hundred } from './support/fixtures.mjs';
import { answer, at, begin, option, review, shownScore, take } from './support/respondent.mjs';

after(closeBrowser);

const facts = (page) => page.locator('.start dd').evaluateAll((all) => all.map((e) => e.textContent.replace(/\s+/g, ' ').trim()));
const next = (page) => page.locator('[data-next]');
const progress = (page) => page.locator('#grader progress').evaluate((bar) => bar.value / bar.max);
const label = async (page) => (await page.locator('[data-count]').textContent()).trim();

/** What the review says of each question, by its id: the answer, marked where one is still wanted. */
const reviewed = (page) =>
  page.locator('#review .answer').evaluateAll((all) =>
    Object.fromEntries(
      all.map((row) => [
        row.querySelector('[data-to]').dataset.to,
        (row.matches('.open') ? '! ' : '') + [...row.querySelectorAll('[data-given]')].map((e) => e.textContent).join('\n'),
      ]),
    ),
  );

test('the start says what one gets, how long it takes and what becomes of the answers, and Start is in sight', async (t) => {
  const example = await start(t, exampleSite(t));
  for (const [path, long] of [
    ['/graders/security/', /^17 questions · about \d minutes$/],
    ['/graders/saas/', /^Up to \d+ questions · about \d minutes$/],
    ['/questionnaires/meeting-fit/', /^Up to 10 questions · about \d minutes?$/],
  ]) {
    const page = await openPage(t, { viewport: { width: 360, height: 640 } });
    await page.goto(example.origin + path);
    await page.locator('#grader.stepping').waitFor({ state: 'attached' });
    assert.match((await facts(page))[1], long, path);
    assert.equal(await page.locator('[data-question]:visible').count(), 0);
    const { y, height } = await page.locator('[data-start]').boundingBox();
    assert.ok(y + height <= 640, `${path}: Start ends at ${y + height}`);
    await begin(page);
    assert.equal(await page.locator('.start dl:visible').count(), 0);
    await page.goBack();
    await page.locator('[data-start]').waitFor();
  }
  // Each gate says what is true of it.
  const { origin } = await start(t, gates(t));
  const page = await openPage(t);
  for (const [gate, words] of [
    ['before', /until you send them at the end, with your name/],
    ['after-score', /You see your result first; they are sent if you ask for the full report/],
    ['after-report', /until you finish\. Then they are sent.*your name is up to you/],
    ['none', /until you finish\. Then they are sent.*don't ask for your name/],
  ]) {
    await page.goto(`${origin}/graders/${gate}/`);
    assert.match((await facts(page))[2], words);
  }
  const alone = await start(t, gates(t, 'endpoint: none\n'));
  const offline = await openPage(t);
  await offline.goto(`${alone.origin}/graders/before/`);
  assert.match((await facts(offline))[2], /Nothing is sent/);
});

test('progress never goes back: not by conditions, not by Back, not by a jump, not by loading again', async (t) => {
  const { origin } = await start(t, everyKind(t));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/all/`);
  await begin(page);
  const seen = [await progress(page)];
  const look = async () => {
    seen.push(await progress(page));
    assert.ok(seen.at(-1) >= seen.at(-2), seen.join());
    assert.match(await label(page), /^Question \d of up to 8$/);
  };
  const go = async (way, to) => {
    await page.locator(`[data-${way}]`).click();
    await page.locator(`[data-question="${to}"]`).waitFor();
    await look();
  };
  await answer(page, 'many', ['back']);
  await go('next', 'one');
  await answer(page, 'one', 'paper');
  await go('next', 'where');
  assert.equal(await label(page), 'Question 3 of up to 8');
  await answer(page, 'where', 'Here');
  await go('next', 'scale');
  await go('back', 'where');
  await go('back', 'one');
  await answer(page, 'one', 'no'); // one question fewer
  await go('next', 'scale');
  await answer(page, 'scale', '2');
  await go('next', 'seats');
  await answer(page, 'seats', 30); // one more
  await go('next', 'keeper');
  await page.reload();
  await page.locator('[data-question="keeper"]').waitFor();
  await look();
  await page.locator('[data-menu] summary').click();
  await page.locator('[data-jump]').first().click(); // nothing is open there, so its first
  await page.locator('[data-question="many"]').waitFor();
  await look();
  assert.equal(await label(page), 'Question 1 of up to 8');
});

test('the review has every answer, marks what is open, and each can be changed and leads back', async (t) => {
  const { origin } = await start(t, everyKind(t));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/all/`);
  await begin(page);
  for (const [name, given] of Object.entries({ many: ['back', 'shown'], one: 'paper', where: 'A <b>drawer</b>', scale: '3', seats: 12, trouble: [], else: '' })) {
    await answer(page, name, given);
    await next(page).click();
    await page.locator(`[data-question="${name}"]`).waitFor({ state: 'hidden' });
  }
  await review(page).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Your answers');
  assert.deepEqual(await page.locator('#review h3').allTextContents(), ['Habits', 'Limits']);
  const first = {
    many: 'Files can be brought back.\nEveryone was shown how.',
    one: 'On paper', where: 'A <b>drawer</b>', scale: '3', seats: '12', trouble: 'Left open', else: 'Left open',
  };
  assert.deepEqual(await reviewed(page), first);
  assert.equal(await page.locator('#review [data-to="else"]').textContent(), 'Change: Anything else?');

  // A change that asks for more: the review says so, and the score waits for it.
  await page.locator('#review [data-to="seats"]').click();
  assert.equal(await at(page), 'seats');
  assert.equal((await next(page).textContent()).trim(), 'Back to your answers');
  await answer(page, 'seats', 40);
  await next(page).click();
  await review(page).waitFor();
  assert.deepEqual(await reviewed(page), { ...first, seats: '40', keeper: '! Not answered yet' });
  await next(page).click();
  await page.locator('[data-question="keeper"]').waitFor();
  assert.match(await page.locator('#e-keeper').textContent(), /choose one/);
  await answer(page, 'keeper', 'named');
  await next(page).click();
  await review(page).waitFor();

  // A change that asks for less, and loading the page again on the way.
  await page.locator('#review [data-to="one"]').click();
  await answer(page, 'one', 'yes');
  await page.reload();
  await page.locator('[data-question="one"]').waitFor();
  await next(page).click();
  await review(page).waitFor();
  assert.equal('where' in (await reviewed(page)), false);
  assert.equal((await next(page).textContent()).trim(), 'See my score');
  await next(page).click();
  await shownScore(page);
});

test('one choice moves on by itself only where the author or the person asks for it, and never by arrow keys', async (t) => {
  const site = everyKind(t);
  edit(site, 'graders/all.md', 'gate: none', 'gate: none\nadvance: auto');
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/all/`);
  await page.getByText('moves on by itself').first().waitFor();
  await begin(page);
  await answer(page, 'many', ['back']);
  await next(page).click();
  await option(page, 'one', 'paper').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  // As long as a choice would wait: the page's own clock says when that has passed.
  await page.evaluate(() => new Promise((passed) => setTimeout(passed, 400)));
  assert.equal(await at(page), 'one');
  await page.locator('label.option').filter({ has: option(page, 'one', 'no') }).click();
  await page.locator('[data-question="scale"]').waitFor();
  await page.keyboard.press('4');
  await page.locator('[data-question="seats"]').waitFor();

  // The person says otherwise, and the device remembers it for every assessment.
  await page.locator('[data-menu] summary').click();
  await page.locator('label').filter({ has: page.locator('[data-auto]') }).click();
  await page.goto(`${origin}/questionnaires/fit/`);
  await begin(page);
  await answer(page, 'often', 'month');
  await page.evaluate(() => new Promise((passed) => setTimeout(passed, 400)));
  assert.equal(await at(page), 'often');
  await page.locator('[data-menu] summary').click();
  assert.equal(await page.locator('[data-auto]').isChecked(), false);
  await page.locator('[data-auto]').check();
  await answer(page, 'often', 'happens');
  await review(page).waitFor();
});

test('a hundred questions: an overview, jumps, loading again, and an end', async (t) => {
  const { origin } = await start(t, hundred(t));
  const page = await openPage(t, { viewport: { width: 360, height: 640 } });
  await page.goto(`${origin}/questionnaires/hundred/`);
  await begin(page);
  const overview = page.locator('[data-menu] summary');
  const sheet = {};
  for (let n = 0; n < 10; n += 1) {
    for (let q = 0; q < 9; q += 1) sheet[`q${n}-${q}`] = q === 8 ? '8' : 'yes';
  }
  // The first part, then straight to the fourth.
  for (let q = 0; q < 10; q += 1) {
    await answer(page, `q0-${q}`, sheet[`q0-${q}`]);
    await next(page).click();
    await page.locator(`[data-question="q0-${q}"]`).waitFor({ state: 'hidden' });
  }
  await overview.click();
  const done = page.locator('[data-done]');
  assert.equal(await done.count(), 10);
  await done.first().filter({ hasText: '9 of 10 answered' }).waitFor();
  assert.equal(await done.last().textContent(), '0 of 10 answered');
  await page.locator('[data-jump]').nth(3).click();
  assert.equal(await at(page), 'q3-0');
  assert.equal(await label(page), 'Question 31 of 100');
  await answer(page, 'q3-0', 'part');
  await overview.click();
  await page.locator('[data-jump]').nth(3).click();
  assert.equal(await at(page), 'q3-1', 'the first that is open');

  await page.reload();
  await page.locator('[data-question="q3-1"]').waitFor();
  assert.equal(await option(page, 'q3-0', 'part').isChecked(), true);
  await overview.click();
  await done.nth(3).filter({ hasText: '1 of 10 answered' }).waitFor();
  assert.equal(await done.first().textContent(), '9 of 10 answered');

  // A key stroke into a text among a hundred questions, with the overview open: far from being felt.
  await page.locator('[data-jump]').first().click();
  assert.equal(await at(page), 'q0-9');
  await overview.click();
  const cost = await page.locator('[name="q0-9"]').evaluate((field) => {
    const began = performance.now();
    for (let n = 0; n < 20; n += 1) {
      field.value += 'x';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return (performance.now() - began) / 20;
  });
  t.diagnostic(`${cost.toFixed(1)} ms a key stroke`);
  await overview.click();
  await page.goto(`${origin}/questionnaires/hundred/?again`); // the same device, the same answers
  await page.locator('[data-question="q0-9"]').waitFor();
  const asked = await take(page, sheet);
  assert.equal(asked.length, 91);
  assert.equal(await shownScore(page), 98);
});
