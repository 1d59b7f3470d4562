// The security grader of the example site with the keyboard alone: no click, no `focus()` of the test's own.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, openPage } from './support/browser.mjs';
import { exampleSite, onlyLead, start } from './support/gradewright.mjs';
import { everyKind } from './support/fixtures.mjs';
import { at, begin, goodSheet, mona, questions, shownScore } from './support/respondent.mjs';

after(closeBrowser);

/** What has the focus, and whether anybody can see it: on itself or on the row around it. */
const focused = (page) =>
  page.evaluate(() => {
    const active = document.activeElement;
    const ring = (e) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(e);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    };
    const row = active.closest('label, li');
    const { top, bottom } = (row ?? active).getBoundingClientRect();
    return {
      name: active.name ?? '',
      value: active.value ?? '',
      text: active.textContent.trim(),
      within: active.closest('[data-question]')?.dataset.question ?? null,
      title: active.matches('[data-title]'),
      ring: ring(active) || (row !== null && ring(row)),
      seen: top < innerHeight && bottom > 0,
    };
  });

/** Presses Tab until `wanted` has the focus; every stop on the way must be in the order of reading and visible. */
async function tabTo(page, wanted, what) {
  const passed = [];
  for (let stop = 0; stop < 40; stop += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    passed.push(now.name || now.text);
    assert.ok(now.ring, `no focus ring on ${JSON.stringify(now)}`);
    assert.ok(now.seen, `the focus is out of sight on ${JSON.stringify(now)}`);
    if (wanted(now)) return now;
  }
  throw new Error(`Tab never came to ${what}: ${passed.join(' · ')}`);
}

const announced = (page, text) => page.locator('#status[role="status"]').filter({ hasText: text }).waitFor({ state: 'attached' });

test('every question, the score, the contact and the report are reached with Tab, Space, arrows and Enter', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  const sheet = { ...(await goodSheet(page)), infosec: ['vault'], seats: 60 };
  const all = await questions(page);
  await page.locator('#grader.stepping').waitFor({ state: 'attached' });
  // Past the skip link and the masthead, whatever there is.
  await page.keyboard.press('Tab');
  assert.equal((await focused(page)).text, 'Skip to the content');
  await page.keyboard.press('Enter');
  await tabTo(page, (now) => now.text === 'Start', 'the start');
  await page.keyboard.press('Enter');

  for (const [index, q] of all.entries()) {
    assert.equal(await at(page), q.id);
    if (index > 0) {
      await announced(page, `Question ${index + 1} of ${all.length}`);
      const now = await focused(page);
      assert.ok(now.title && now.within === q.id && now.seen, `the focus is on the new question: ${JSON.stringify(now)}`);
    }
    if (q.is === 'many') {
      for (const value of sheet[q.id]) {
        await tabTo(page, (now) => now.name === q.id && now.value === value, `${q.id}.${value}`);
        await page.keyboard.press('Space');
      }
    } else if (q.is === 'one') {
      const first = q.choices[0].id;
      await tabTo(page, (now) => now.name === q.id, q.id);
      await page.keyboard.press('Space');
      assert.equal(await page.locator(`[name="${q.id}"]:checked`).getAttribute('value'), first);
      await page.keyboard.press('ArrowDown');
      assert.equal(await page.locator(`[name="${q.id}"]:checked`).getAttribute('value'), q.choices[1].id);
      await page.keyboard.press('ArrowUp');
      assert.equal(await page.locator(`[name="${q.id}"]:checked`).getAttribute('value'), first);
      assert.ok((await focused(page)).ring);
    } else if (sheet[q.id] !== undefined) {
      await tabTo(page, (now) => now.name === q.id, q.id);
      await page.keyboard.type(String(sheet[q.id]));
    }
    if (index % 2) {
      await tabTo(page, (now) => now.text === 'Next', 'the button');
      await page.keyboard.press('Enter');
    } else if (q.optional) {
      await tabTo(page, (now) => now.text === 'Next', 'the button');
      await page.keyboard.press('Space');
    } else {
      await page.keyboard.press('Enter'); // from inside the question, as people do
    }
    if (index + 1 < all.length) await page.locator(`[data-question="${all[index + 1].id}"]`).waitFor();
  }

  await announced(page, 'A last look');
  assert.ok((await focused(page)).title, 'the focus is on the heading of the review');
  await tabTo(page, (now) => now.text === 'See my score', 'the button');
  await page.keyboard.press('Enter');
  await page.locator('#result:not([hidden])').waitFor();
  const score = await shownScore(page);
  assert.ok((await focused(page)).title, 'the focus is on the heading of the score');
  await tabTo(page, (now) => now.name === 'contact.name', 'the name');
  await page.keyboard.type(mona.name);
  await tabTo(page, (now) => now.name === 'contact.email', 'the address');
  await page.keyboard.type(mona.email);
  await tabTo(page, (now) => now.name === 'consent', 'the consent');
  await page.keyboard.press('Space');
  await tabTo(page, (now) => now.text === 'Open my report', 'the button');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/r\//);
  assert.equal(await shownScore(page), score);
  const lead = await onlyLead(site);
  assert.equal(lead.contact.email, mona.email);
  assert.equal(lead.services.length, 4);
});

test('a question left open keeps the focus with it and says what is missing', async (t) => {
  const { origin } = await start(t, exampleSite(t));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  await begin(page);
  await tabTo(page, (now) => now.text === 'Next', 'the button');
  await page.keyboard.press('Enter');
  await announced(page, 'Please tick what is true');
  const now = await focused(page);
  assert.equal(now.within, 'infosec');
  assert.ok(now.ring);
  const wrong = page.locator('[data-question="infosec"] .error');
  assert.match(await wrong.textContent(), /Please tick what is true/);
  await page.keyboard.press('Space');
  await wrong.waitFor({ state: 'hidden' });
});

test('number keys and Enter alone: from the start to the score, and from the score back to an answer', async (t) => {
  const { origin } = await start(t, everyKind(t));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/all/`);
  await page.locator('#grader.stepping').waitFor({ state: 'attached' });
  const key = (name) => page.keyboard.press(name);
  const ticked = () => page.locator('[data-question]:visible :checked').evaluateAll((all) => all.map((i) => i.value));
  const on = async (id) => {
    await page.locator(`[data-question="${id}"]`).waitFor();
    const now = await focused(page);
    assert.ok(now.title && now.within === id, JSON.stringify(now));
  };
  await tabTo(page, (now) => now.text === 'Start', 'the start');
  await key('Enter');
  await on('many');
  await key('Enter');
  await announced(page, 'Please tick what is true');
  for (const digit of ['1', '2', '1', '9']) await key(digit);
  assert.deepEqual(await ticked(), ['shown'], 'a digit twice takes it back; no ninth option is there');
  await key('Control+1');
  await key('Shift+1');
  assert.deepEqual(await ticked(), ['shown'], 'a key with another one means something else');
  assert.ok((await focused(page)).ring, 'the chosen option can be seen');
  await key('Enter');
  await on('one');
  await key('2');
  assert.deepEqual(await ticked(), ['paper']);
  assert.equal(await at(page), 'one', 'a choice alone does not move on');
  await key('Enter');
  await on('where');
  await key('Tab');
  await page.keyboard.type('Room 7');
  await key('Enter');
  await page.keyboard.type('third shelf');
  assert.equal(await page.locator('[name="where"]').inputValue(), 'Room 7\nthird shelf', 'keys write where one writes');
  await tabTo(page, (now) => now.text === 'Next', 'the button');
  await key('Enter');
  await on('scale');
  await key('0');
  assert.deepEqual(await ticked(), ['0'], 'the value itself');
  await key('7');
  assert.deepEqual(await ticked(), ['7']);
  await key('Enter');
  await on('seats');
  await key('1');
  await key('9');
  assert.equal(await page.locator('[name="seats"]').inputValue(), '19');
  await key('Enter');
  await on('trouble');
  await key('1');
  await key('Enter');
  await on('else');
  await key('Enter');
  await announced(page, 'A last look');
  await tabTo(page, (now) => now.text.startsWith('Change') && now.text.includes('Is there a plan?'), 'the change');
  await key('Enter');
  await on('one');
  await key('1');
  await key('Enter');
  await announced(page, 'A last look');
  await key('Enter');
  await page.locator('#result:not([hidden])').waitFor();
  assert.ok((await focused(page)).title);
});
