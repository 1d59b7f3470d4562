// The report: what a director does with it.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, openPage } from './support/browser.mjs';
import { edit, exampleSite, gradewright, lead, leads, onlyLead, start, write } from './support/gradewright.mjs';
import { everyKind } from './support/fixtures.mjs';
import { send, somebody } from './support/sheets.mjs';
import { mona } from './support/respondent.mjs';

after(closeBrowser);

const kinds = { many: ['shown'], one: 'paper', where: 'In a drawer', scale: 3, seats: 40, keeper: 'nobody', trouble: ['invoice'] };
const decision = (page, gap, choice) =>
  page.locator('label.option').filter({ has: page.locator(`[name="decision.${gap}"][value="${choice}"]`) });
const row = async (page, gap) => (await page.locator(`[data-log="${gap}"]`).innerText()).replace(/\s+/g, ' ').trim();

test('decisions are saved as they are made, shown in the log, and can be changed', async (t) => {
  const site = everyKind(t);
  const { origin } = await start(t, site);
  const address = origin + (await send(origin, 'all', kinds, { contact: mona, consent: true }));
  const page = await openPage(t);
  await page.goto(address);
  assert.match(await row(page, 'many.back'), /no decision recorded/);

  await decision(page, 'many.back', 'want').click();
  await page.locator('#decide-status').filter({ hasText: 'Saved' }).waitFor();
  await page.locator('[name="explain.one"]').check();
  await page.locator('[name="decider.name"]').fill('Jo Park');
  await page.locator('[name="decider.role"]').fill('Owner');
  await page.locator('[name="decider.review"]').fill('2027-03-31');
  await page.locator('[name="decider.review"]').blur();
  await page.locator('[data-log="many.back"]').filter({ hasText: 'March 31, 2027' }).waitFor();
  assert.match(await row(page, 'many.back'), /We want this.*Jo Park, Owner/);
  assert.match(await row(page, 'one'), /no decision recorded to be explained/);
  const { decisions } = await onlyLead(site);
  assert.deepEqual(decisions.gaps['many.back'], { decision: 'want', explain: false, who: null, review: null });
  assert.deepEqual([decisions.who, decisions.role, decisions.review], ['Jo Park', 'Owner', '2027-03-31']);

  await page.reload();
  assert.ok(await page.locator('[name="decision.many.back"][value="want"]').isChecked());
  await decision(page, 'many.back', 'accept').click();
  await page.locator('[data-log="many.back"]').filter({ hasText: 'We accept it for now' }).waitFor();
  await page.locator('[name="explain.one"]').uncheck();
  await page.locator('[data-log="one"]').filter({ hasNotText: 'to be explained' }).waitFor();
  assert.equal((await onlyLead(site)).decisions.gaps['many.back'].decision, 'accept');
});

test('two people decide beside each other, with JavaScript and without, and neither undoes the other', async (t) => {
  const site = everyKind(t);
  const { origin } = await start(t, site);
  const address = origin + (await send(origin, 'all', kinds, { contact: mona, consent: true }));
  const [ann, ben] = [await openPage(t), await openPage(t, { javaScriptEnabled: false })];
  const cleo = await openPage(t);
  for (const page of [ann, ben, cleo]) await page.goto(address);
  await decision(ann, 'many.back', 'want').click();
  await ann.locator('[data-log="many.back"]').filter({ hasText: 'We want this' }).waitFor();
  await decision(cleo, 'scale', 'accept').click();
  await cleo.locator('[data-log="scale"]').filter({ hasText: 'We accept it for now' }).waitFor();
  await decision(ben, 'one', 'discuss').click();
  await ben.locator('[name="decider.name"]').fill('Ben');
  await ben.locator('#decide button[type="submit"]').click();
  await ben.waitForURL(/#decisions$/);
  const { gaps, who } = (await onlyLead(site)).decisions;
  assert.deepEqual([gaps['many.back'].decision, gaps.scale.decision, gaps.one.decision, who], ['want', 'accept', 'discuss', 'Ben']);
});

test('a save that does not arrive is said, and is made good once the connection is back', async (t) => {
  const site = everyKind(t);
  const { origin } = await start(t, site);
  const address = origin + (await send(origin, 'all', kinds, { contact: mona, consent: true }));
  const page = await openPage(t, { expected: [/net::ERR_/] });
  await page.goto(address);
  await page.route('**/r/**', (route) => route.abort());
  await decision(page, 'scale', 'discuss').click();
  await page.locator('#decide-status').filter({ hasText: 'Not saved yet' }).waitFor();
  await page.unroute('**/r/**');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.locator('#decide-status').filter({ hasText: /^Saved$/ }).waitFor();
  await decision(page, 'one', 'ourselves').click();
  await page.locator('[data-log="one"]').filter({ hasText: 'We handle it ourselves' }).waitFor();
  await page.locator('#decide-status').filter({ hasText: /^Saved$/ }).waitFor();
  const { gaps } = (await onlyLead(site)).decisions;
  assert.deepEqual([gaps.scale.decision, gaps.one.decision], ['discuss', 'ourselves']);
});

test('without JavaScript decisions are a form: saved, changed, and kept where one is mistaken', async (t) => {
  const site = everyKind(t);
  const { origin } = await start(t, site);
  const address = origin + (await send(origin, 'all', kinds, { contact: mona, consent: true }));
  const page = await openPage(t, { javaScriptEnabled: false, expected: [/status of 422/] });
  await page.goto(address);
  await decision(page, 'many.back', 'want').click();
  await page.locator('[name="explain.scale"]').check();
  await page.locator('[name="decider.name"]').fill('Jo Park');
  await page.locator('#decide button[type="submit"]').click();
  await page.waitForURL(`${address}#decisions`);
  assert.match(await row(page, 'many.back'), /We want this.*Jo Park/);
  await page.locator('[name="explain.scale"]').uncheck();
  await page.locator('#decide button[type="submit"]').click();
  await page.locator('[data-log="scale"]').filter({ hasNotText: 'to be explained' }).waitFor();
  assert.equal((await onlyLead(site)).decisions.gaps.scale, undefined);

  const refused = await fetch(address, {
    method: 'POST',
    headers: { accept: 'text/html' },
    body: new URLSearchParams({ _decisions: 'all', 'decision.one': 'discuss', 'decider.name': '<b>Jo</b>', 'decider.review': 'in spring' }),
  });
  assert.equal(refused.status, 422);
  const html = await refused.text();
  for (const part of ['value="in spring"', '&lt;b&gt;Jo&lt;/b&gt;', 'href="#decider-review">When to look at it again</a>', 'aria-describedby="decider-review-error"', '2027-03-31']) {
    assert.ok(html.includes(part), `the page that comes back has ${part}`);
  }
  assert.equal((await onlyLead(site)).decisions.gaps['many.back'].decision, 'want', 'nothing was lost');
});

test('a questionnaire asks at each gap who decides and when to look again', async (t) => {
  const site = everyKind(t);
  write(site, 'questionnaires/review.md', `---
title: Review
gate: none
---
### Which hold?
\`#hold\`
> **Why it matters.** It does.

- [ ] Files can be brought back. \`#back, service backup\`
  > Gone is gone.
- [ ] None of these \`#none, none\`
`);
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(origin + (await send(origin, 'review', { hold: ['none'] })));
  assert.doesNotMatch(await page.locator('main').innerText(), /points|raise your score/, 'there is no total that points could be added to');
  await page.locator('[name="who.hold.back"]').fill('Pat');
  await page.locator('[name="review.hold.back"]').fill('2027-01-15');
  await decision(page, 'hold.back', 'discuss').click();
  await page.locator('[data-log="hold.back"]').filter({ hasText: "Let's discuss it" }).waitFor();
  assert.match(await row(page, 'hold.back'), /Let's discuss it Pat January 15, 2027/);
});

test('from thirty people on the report says how others did', async (t) => {
  const site = exampleSite(t);
  edit(site, 'graders/security.md', 'decides: role is owner', 'decides: role is owner\nbenchmark_by: role');
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  const questions = await page.evaluate(() => JSON.parse(document.getElementById('definition').textContent).categories.flatMap((c) => c.questions));
  const sheet = (good) => Object.fromEntries(questions.map((q) => [q.id,
    q.is === 'many' ? (good ? q.choices.filter((o) => !o.role).map((o) => o.id) : [q.choices.find((o) => o.role === 'none').id])
      : q.is === 'one' ? q.choices[good ? 0 : q.choices.length - 1].id
        : Math.min(q.max, 50)]));
  const role = (answers, role) => ({ ...answers, role });
  for (let n = 0; n < 29; n += 1) await send(origin, 'security', role(sheet(n % 2), 'owner'), somebody(n));
  for (let n = 0; n < 3; n += 1) await send(origin, 'security', role(sheet(true), 'it'), somebody(100 + n));
  const own = origin + (await send(origin, 'security', role(sheet(true), 'owner'), somebody(0)));
  await page.goto(own);
  assert.equal(await page.locator('.benchmark').count(), 0, 'twenty-nine people are too few, however often one of them answers');
  await send(origin, 'security', role(sheet(true), 'owner'), somebody(29));
  await page.reload();
  const text = await page.locator('.benchmark').innerText();
  assert.match(text, /^You 100, firms like yours \d\d \(n=30, as of \w+ \d+, \d{4}\)\. Like yours: “Owner, president or director”\.$/);
});

test('who does not decide is invited to bring the person who does, by one main action', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  const questions = await page.evaluate(() => JSON.parse(document.getElementById('definition').textContent).categories.flatMap((c) => c.questions));
  const answers = Object.fromEntries(questions.map((q) => [q.id, q.is === 'many' ? [q.choices[0].id] : q.is === 'one' ? q.choices[0].id : 50]));
  const path = await send(origin, 'security', { ...answers, role: 'office' }, { contact: mona, consent: true });
  await page.goto(origin + path);
  const main = page.locator('.report .button:not(.second)');
  assert.equal(await main.count(), 1);
  const mail = new URL(await main.getAttribute('href'));
  assert.equal(mail.protocol, 'mailto:');
  assert.ok(mail.searchParams.get('body').includes(`https://quillhaven.example${path}`), mail.searchParams.get('body'));
  await page.goto(origin + (await send(origin, 'security', { ...answers, role: 'owner' }, { contact: mona, consent: true })));
  assert.equal(await main.count(), 1);
  assert.match(await main.getAttribute('href'), /\/book\/$/);
});

test('a report that sales withdrew is gone, kindly, and the lead is kept', async (t) => {
  const site = everyKind(t);
  const { origin } = await start(t, site);
  const address = origin + (await send(origin, 'all', kinds, { contact: mona, consent: true }));
  const [{ id }] = await leads(site);
  await gradewright(site, 'leads', 'revoke', id);
  const page = await openPage(t, { expected: [/status of 410/] });
  await page.goto(address);
  await page.getByRole('heading', { level: 1, name: 'no longer here' }).waitFor();
  assert.ok((await lead(site, id)).revoked_at);
});

test('on paper: the name and page numbers, whole cards, the log in place of the form', async (t) => {
  const { origin } = await start(t, everyKind(t));
  const page = await openPage(t);
  await page.goto(origin + (await send(origin, 'all', kinds, { contact: mona, consent: true })));
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.decide fieldset:visible, .decider:visible, .screen:visible').count(), 0);
  assert.ok(await page.locator('#decisions table').isVisible());
  for (const part of ['.gap', '.wins li', '.log tr', '.marks tr']) {
    const inside = await page.locator(part).first().evaluate((e) => getComputedStyle(e).breakInside);
    assert.equal(inside, 'avoid', part);
  }
  for (const format of ['A4', 'Letter']) {
    const pdf = await page.pdf({ format });
    assert.ok(pdf.length > 10_000, format);
  }
});
