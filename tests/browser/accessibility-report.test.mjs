// Every state of the report and of a grader in a frame, before axe-core and the W3C's checker.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeBrowser, openPage } from './support/browser.mjs';
import { edit, exampleSite, folder, gradewright, leads, read, start, write } from './support/gradewright.mjs';
import { staticHost } from './support/files.mjs';
import { everyKind, gates } from './support/fixtures.mjs';
import { accessible, nothingInvalid } from './support/looks.mjs';
import { send, somebody } from './support/sheets.mjs';
import { answer, begin, goodSheet, introduce, mona } from './support/respondent.mjs';

after(closeBrowser);

const kinds = { many: ['shown'], one: 'paper', where: 'In a drawer', scale: 3, seats: 40, keeper: 'nobody', trouble: ['invoice'] };
const decide = (page, gap, choice) =>
  page.locator('label.option').filter({ has: page.locator(`[name="decision.${gap}"][value="${choice}"]`) }).click();

/** Sends the decisions as a form does without JavaScript, with a date that is none: the page that comes back. */
async function mistakenDate(page, ...names) {
  for (const name of names) {
    await page.locator(`[name="${name}"]`).evaluate((input) => Object.assign(input, { type: 'text', value: 'in spring' }));
  }
  await page.locator('#decide button[type="submit"]').click();
  await page.locator('#decide .summary').waitFor();
}

const expected = [/status of 4(10|22)/];

test('the report: locked, with a mistake in the contact, open, for somebody who does not decide, with how others did', async (t) => {
  const site = exampleSite(t);
  edit(site, 'graders/security.md', 'decides: role is owner', 'decides: role is owner\nbenchmark_by: role');
  const { origin } = await start(t, site);
  const page = await openPage(t, { expected });
  await page.goto(`${origin}/graders/security/`);
  const good = { ...(await goodSheet(page)), seats: 60, devices: 70 };
  const sheet = { ...good, infosec: ['vault'], 'sign-in': ['apps', 'admins'], incident: ['none'] };
  for (let n = 0; n < 30; n += 1) await send(origin, 'security', { ...good, role: 'owner' }, somebody(n));
  await page.goto(origin + (await send(origin, 'security', { ...sheet, role: 'owner' })));
  await accessible(page, 'the report before the contact');
  await introduce(page, { name: 'Mona', email: 'mona' });
  await page.locator('form button[type="submit"]').click();
  await page.locator('.summary').waitFor();
  await accessible(page, 'the report with a mistake in the contact');
  await page.locator('[name="contact.email"]').fill(mona.email);
  await page.locator('form button[type="submit"]').click();
  await page.locator('.benchmark').waitFor();
  await page.locator('[data-gap]').first().waitFor();
  await accessible(page, 'the report with how others did');
  await page.goto(origin + (await send(origin, 'security', { ...sheet, role: 'office' }, { contact: mona, consent: false })));
  await accessible(page, 'the report of somebody who does not decide');
  await page.goto(origin + (await send(origin, 'security', { ...good, role: 'owner' }, { contact: mona, consent: true })));
  await accessible(page, 'the report without a gap');
});

test('decisions: made, mistaken, withdrawn with their report; an outcome; a report in another language', async (t) => {
  const site = everyKind(t);
  const { origin } = await start(t, site);
  const page = await openPage(t, { expected });
  const outcome = await send(origin, 'fit', { often: 'month' });
  await page.goto(origin + outcome);
  await accessible(page, 'the report of an outcome');
  const address = origin + (await send(origin, 'all', kinds, { contact: mona, consent: true }));
  await page.goto(address);
  await accessible(page, 'a report with every kind of gap');
  await decide(page, 'many.back', 'want');
  await page.locator('[name="explain.one"]').check();
  await page.locator('[name="decider.name"]').fill('Jo Park');
  await page.locator('[name="decider.role"]').fill('Owner');
  await page.locator('[name="decider.review"]').fill('2027-03-31');
  await decide(page, 'scale', 'ourselves');
  await page.locator('[data-log="scale"]').filter({ hasText: '2027' }).waitFor();
  await accessible(page, 'a report with decisions');
  await mistakenDate(page, 'decider.review');
  await accessible(page, 'a report with a mistake in the decisions');
  for (const { id } of await leads(site)) await gradewright(site, 'leads', 'revoke', id);
  await page.goto(address);
  await accessible(page, 'a report that was withdrawn');
});

test('a questionnaire: who decides each gap and when to look again, with and without mistakes', async (t) => {
  const site = everyKind(t);
  write(site, 'questionnaires/review.md', `---
title: The yearly review
gate: none
---
## Files
### Which hold?
\`#hold\`
> **Why it matters.** It does.

- [ ] Files can be brought back. \`#back, service backup\`
  > Gone is gone.
- [ ] Everyone was shown how. \`#shown, service training\`
  > Nobody knows what nobody was told.
- [ ] None of these \`#none, none\`
`);
  const { origin } = await start(t, site);
  const page = await openPage(t, { expected });
  await page.goto(`${origin}/questionnaires/review/`);
  await page.locator('#grader.stepping').waitFor({ state: 'attached' });
  await accessible(page, 'the start of a questionnaire for clients');
  await page.goto(origin + (await send(origin, 'review', { hold: ['none'] })));
  await accessible(page, 'the report of a questionnaire');
  await page.locator('[name="who.hold.back"]').fill('Pat');
  await page.locator('[name="review.hold.back"]').fill('2027-01-15');
  await decide(page, 'hold.back', 'discuss');
  await page.locator('[data-log="hold.back"]').filter({ hasText: '2027' }).waitFor();
  await accessible(page, 'the report of a questionnaire with decisions');
  await mistakenDate(page, 'review.hold.back', 'decider.review');
  await accessible(page, 'the report of a questionnaire with mistakes');
});

test('a contact that is asked for below the report, and its mistake', async (t) => {
  const { origin } = await start(t, gates(t));
  const page = await openPage(t, { expected });
  await page.goto(origin + (await send(origin, 'after-report', { basics: ['back'] })));
  await accessible(page, 'a contact below the report');
  await page.locator('form:not(#decide) button[type="submit"]').click();
  await page.locator('.summary').waitFor();
  await accessible(page, 'a contact below the report with its mistakes');
  await page.goto(origin + (await send(origin, 'none', { basics: ['back', 'shown'] })));
  await accessible(page, 'a report that asks for nobody');
});

for (const language of ['es', 'he']) {
  test(`the report in another language, ${language}`, async (t) => {
    const site = everyKind(t, `language: ${language}\n`);
    if (language === 'he') write(site, '../themes/default/i18n/he.yaml', 'report:\n  score: הציון שלך\n');
    const { origin } = await start(t, site);
    const page = await openPage(t, { expected });
    await page.goto(origin + (await send(origin, 'all', kinds, { contact: mona, consent: true })));
    await decide(page, 'many.back', 'want');
    await page.locator('[data-log="many.back"] td').first().filter({ hasNot: page.locator('.soft') }).waitFor();
    await accessible(page, `${language}: the report`);
    await mistakenDate(page, 'decider.review');
    await accessible(page, `${language}: the report with a mistake`);
    await page.goto(`${origin}/graders/all/print/`);
    await accessible(page, `${language}: the paper edition`);
  });
}

test('in a frame on another site: the start, a question, the review and the report', async (t) => {
  const other = folder(t);
  const parent = await staticHost(t, other);
  const site = everyKind(t);
  write(site, 'site.yaml', `${read(site, 'site.yaml')}\nembed_on: [${parent.origin}]\n`);
  const { origin } = await start(t, site);
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, 'index.html'), `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Our company</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head><body><main><h1>Our company</h1>
<script src="${origin}/embed.js" data-grader="all" async></script></main></body></html>`);
  const page = await openPage(t, { origins: [origin, parent.origin] });
  await page.goto(parent.origin);
  const frame = await (await page.locator('iframe').elementHandle()).contentFrame();
  await frame.locator('#grader.stepping').waitFor({ state: 'attached' });
  await accessible(page, 'a page with a frame', page, { ours: false });
  await accessible(page, 'the start in a frame', frame);
  await begin(frame);
  for (const [name, given] of Object.entries({ ...kinds, scale: '3' })) {
    await frame.locator(`[data-question="${name}"]`).waitFor();
    await answer(frame, name, given);
    if (name === 'many') await accessible(page, 'a question in a frame', frame);
    await frame.locator('[data-next]').click();
  }
  await frame.locator('[data-question="else"]').waitFor();
  await frame.locator('[data-next]').click();
  await frame.locator('#review').waitFor();
  await accessible(page, 'the review in a frame', frame);
  await frame.locator('[data-next]').click();
  await frame.locator('#notice [data-link]').click();
  await frame.waitForURL(/\/r\//);
  assert.equal(new URL(frame.url()).hash, '#embed');
  await accessible(page, 'the report in a frame', frame);
});

test('with text of twice the size nothing has to be scrolled sideways', async (t) => {
  const { origin } = await start(t, everyKind(t));
  const page = await openPage(t, { viewport: { width: 360, height: 800 } });
  const browser = await page.context().newCDPSession(page);
  await browser.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  for (const path of ['/', '/embed/', '/graders/all/', await send(origin, 'all', kinds, { contact: mona, consent: true })]) {
    await page.goto(origin + path);
    const [size, wide] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [getComputedStyle(document.documentElement).fontSize, scrollWidth - clientWidth];
    });
    assert.deepEqual([size, wide], ['32px', 0], path);
  }
});

test('every document that was on show is valid', nothingInvalid);
