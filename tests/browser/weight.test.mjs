// What a visitor's patience depends on: few requests, a page that stands still, and one that works before its script is there.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { closeBrowser, openPage } from './support/browser.mjs';
import { exampleSite, start } from './support/gradewright.mjs';
import { answer, at, option } from './support/respondent.mjs';

after(closeBrowser);

/** Everything that moved without anybody pressing a key, so far. */
const shifts = (page) =>
  page.evaluate(
    () =>
      new Promise((settle) => {
        const found = [];
        const observer = new PerformanceObserver((list) => {
          for (const { value, sources } of list.getEntries()) {
            found.push({ value, moved: sources.map((s) => s.node?.className || s.node?.nodeName) });
          }
        });
        observer.observe({ type: 'layout-shift', buffered: true });
        // Two frames: whatever was laid out by now has been reported.
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => settle(found))));
      }),
  );

/** The grader with its script held back until `arrive` is called. */
async function openEarly(t, viewport) {
  const { origin } = await start(t, exampleSite(t));
  const page = await openPage(t, { viewport });
  const asked = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) asked.push(request.url());
  });
  let arrive;
  const late = new Promise((settle) => (arrive = settle));
  await page.route('**/*.js', async (route) => {
    await late;
    await route.continue();
  });
  await page.goto(`${origin}/graders/security/`, { waitUntil: 'commit' });
  await page.locator('#grader button[type="submit"]').waitFor();
  return { page, asked, arrive };
}

for (const [width, height] of [[360, 760], [1280, 760], [1280, 1400]]) {
  test(`a grader page at ${width} by ${height}: four requests at most, and nothing moves when its script arrives`, async (t) => {
    const { page, asked, arrive } = await openEarly(t, { width, height });
    assert.deepEqual(await shifts(page), [], 'before the script');
    arrive();
    await page.locator('#grader.stepping').waitFor({ state: 'attached' });
    assert.deepEqual(await shifts(page), [], 'with the script');
    await page.waitForLoadState('networkidle');
    assert.ok(asked.length <= 4, asked.join('\n'));
  });
}

test('what is ticked before the script arrives is kept, and the script goes on from there', async (t) => {
  const { page, arrive } = await openEarly(t, { width: 360, height: 760 });
  await answer(page, 'infosec', ['vault', 'archive']);
  await answer(page, 'seats', 60);
  await page.locator('[name="seats"]').press('End');
  arrive();
  await page.locator('#grader.stepping').waitFor();
  assert.equal(await at(page), 'seats', 'where one was just writing');
  const inSight = await page.locator('[name="seats"]').evaluate((e) => {
    const { top, bottom } = e.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  assert.ok(inSight, 'and it is still in sight');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'seats');
  for (const value of ['vault', 'archive']) assert.equal(await option(page, 'infosec', value).isChecked(), true, value);
  assert.equal(await option(page, 'infosec', 'malware').isChecked(), false);
  assert.equal(await page.locator('[name="seats"]').inputValue(), '60');
});

test('Start works before the script arrives, and the script goes on from the question', async (t) => {
  const { page, arrive } = await openEarly(t, { width: 360, height: 640 });
  await page.locator('[data-start]').click();
  const top = await page.locator('#q-infosec').evaluate((e) => e.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 100, `the question is in sight, at ${top}`);
  await answer(page, 'infosec', ['malware']);
  arrive();
  await page.locator('#grader.stepping').waitFor();
  assert.equal(await at(page), 'infosec');
  assert.equal(await option(page, 'infosec', 'malware').isChecked(), true);
  await page.locator('[data-next]').click();
  await page.locator('[data-question="sign-in"]').waitFor();
});

test('who scrolled to a question before the script arrives finds it in the same place', async (t) => {
  const { page, arrive } = await openEarly(t, { width: 360, height: 640 });
  const place = () => page.locator('#q-infosec').evaluate((e) => e.getBoundingClientRect().top);
  await page.evaluate(() => {
    document.documentElement.style.overflowAnchor = 'none'; // a browser that does not hold the place by itself
    document.getElementById('q-infosec').scrollIntoView();
  });
  await answer(page, 'infosec', ['vault']);
  const before = await place();
  arrive();
  await page.locator('#grader.stepping').waitFor();
  assert.ok(Math.abs((await place()) - before) < 1, `the question stays where it is: ${before}, ${await place()}`);
});

test('what is answered before the script arrives is newer than what the device has kept; the rest comes back', async (t) => {
  const { page, arrive } = await openEarly(t, { width: 360, height: 760 });
  const fields = [['infosec', 'vault'], ['infosec', 'archive'], ['sign-in', 'email'], ['seats', '12']];
  await page.evaluate((fields) => localStorage.setItem('gradewright:/graders/security/', JSON.stringify({ fields, at: 'seats' })), fields);
  await answer(page, 'infosec', ['malware']);
  arrive();
  await page.locator('#grader.stepping').waitFor();
  const ticked = (name) => page.locator(`[name="${name}"]:checked`).evaluateAll((all) => all.map((i) => i.value));
  assert.deepEqual(await ticked('infosec'), ['malware']);
  assert.deepEqual(await ticked('sign-in'), ['email']);
  assert.equal(await page.locator('[name="seats"]').inputValue(), '12');
  assert.equal(await at(page), 'seats', 'where one left off');
});

test('the script for other sites weighs at most 1.5 KiB and needs no other', async (t) => {
  const { origin } = await start(t, exampleSite(t));
  const script = await (await fetch(`${origin}/embed.js`)).text();
  assert.ok(gzipSync(script).length <= 1536, `${gzipSync(script).length} bytes`);
  assert.doesNotMatch(script, /\bimport\b|fetch\(|XMLHttpRequest|eval\(|\.style\b|cookie|localStorage/);
});
