// Going through the questions: what stands alone, what appears, what is kept.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, openPage } from './support/browser.mjs';
import { start } from './support/gradewright.mjs';
import { everyKind } from './support/fixtures.mjs';
import { answer, at, begin, option, question } from './support/respondent.mjs';

after(closeBrowser);

async function opened(t) {
  const { origin } = await start(t, everyKind(t));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/all/`);
  await begin(page);
  return page;
}
const ticked = (page, name) => page.locator(`[name="${name}"]:checked`).evaluateAll((all) => all.map((i) => i.value));
const progress = (page) => page.locator('#grader progress').evaluate((bar) => bar.value / bar.max);

/** Presses Next or Back and waits for the question after or before. */
async function go(page, way, to) {
  await page.locator(`[data-${way}]`).click();
  await page.locator(`[data-question="${to}"]`).waitFor();
  assert.equal(await at(page), to);
  assert.equal(await question(page).count(), 1, 'one question at a time');
}

test('"none of these" and "we don\'t know" stand alone, either way round, and it is said', async (t) => {
  const page = await opened(t);
  await answer(page, 'many', ['back', 'shown']);
  await answer(page, 'many', ['none']);
  assert.deepEqual(await ticked(page, 'many'), ['none']);
  await page.locator('#status').filter({ hasText: 'unticked' }).waitFor({ state: 'attached' });
  await answer(page, 'many', ['unsure']);
  assert.deepEqual(await ticked(page, 'many'), ['unsure']);
  await answer(page, 'many', ['shown']);
  assert.deepEqual(await ticked(page, 'many'), ['shown']);
});

test('questions appear and go with the answers they depend on, and progress never goes back', async (t) => {
  const page = await opened(t);
  const seen = [await progress(page)];
  const onward = async (to) => {
    await go(page, 'next', to);
    seen.push(await progress(page));
  };
  await answer(page, 'many', ['back']);
  await onward('one');
  await answer(page, 'one', 'paper');
  await onward('where');
  await answer(page, 'where', 'In a drawer');
  await onward('scale');
  // The answer that made the question appear is taken back: the question is gone, both ways.
  await go(page, 'back', 'where');
  await go(page, 'back', 'one');
  await answer(page, 'one', 'yes');
  await go(page, 'next', 'scale');
  await answer(page, 'scale', '8');
  await onward('seats');
  await answer(page, 'seats', 20);
  await onward('keeper');
  await answer(page, 'keeper', 'named');
  await onward('trouble');
  for (const [n, share] of seen.entries()) assert.ok(n === 0 || share >= seen[n - 1], seen.join());
  await go(page, 'back', 'keeper');
  await go(page, 'back', 'seats');
  await answer(page, 'seats', 19);
  await go(page, 'next', 'trouble');
});

test('a number out of range and a question left open are said, and cleared by the right answer', async (t) => {
  const page = await opened(t);
  await page.locator('[data-next]').click();
  const wrong = question(page).locator('.error');
  await wrong.waitFor();
  await answer(page, 'many', ['none']);
  await wrong.waitFor({ state: 'hidden' });
  await go(page, 'next', 'one');
  await answer(page, 'one', 'no');
  await go(page, 'next', 'scale');
  await answer(page, 'scale', '0');
  await go(page, 'next', 'seats');
  for (const given of ['0', '501', '2.5', '']) {
    await page.locator('[name="seats"]').fill(given);
    await page.locator('[data-next]').click();
    await wrong.waitFor();
    assert.match(await wrong.textContent(), given ? /from 1 to 500/ : /enter a number/);
    assert.equal(await page.locator('[name="seats"]').getAttribute('aria-invalid'), 'true');
  }
  await answer(page, 'seats', 500);
  await go(page, 'next', 'keeper');
});

test('back, the browser\'s own back, and loading the page again keep every answer; starting again wipes them', async (t) => {
  const page = await opened(t);
  await answer(page, 'many', ['back', 'shown']);
  await go(page, 'next', 'one');
  await answer(page, 'one', 'paper');
  await go(page, 'next', 'where');
  await answer(page, 'where', 'In a <drawer> & "box"');
  await go(page, 'next', 'scale');
  await answer(page, 'scale', '3');
  await page.goBack();
  await page.locator('[data-question="where"]').waitFor();
  assert.equal(await page.locator('[name="where"]').inputValue(), 'In a <drawer> & "box"');
  await go(page, 'back', 'one');
  assert.deepEqual(await ticked(page, 'one'), ['paper']);
  await go(page, 'back', 'many');
  assert.deepEqual(await ticked(page, 'many'), ['back', 'shown']);
  await go(page, 'next', 'one');
  await go(page, 'next', 'where');
  await go(page, 'next', 'scale');

  await page.reload();
  await page.locator('#grader.stepping').waitFor();
  assert.equal(await at(page), 'scale', 'where one left off');
  assert.deepEqual(await ticked(page, 'scale'), ['3']);
  assert.deepEqual(await ticked(page, 'many'), ['back', 'shown']);
  assert.equal(await page.locator('[name="where"]').inputValue(), 'In a <drawer> & "box"');

  await page.locator('[data-menu] summary').click();
  await page.locator('[data-wipe]').click();
  await page.locator('[data-start]').waitFor();
  assert.equal(await page.locator('[data-question] :checked').count(), 0);
  await page.reload();
  await begin(page);
  assert.equal(await at(page), 'many');
  assert.equal(await page.locator('[data-question] :checked').count(), 0);
  assert.equal(await option(page, 'many', 'back').isVisible(), true);
});
