// When contact details are asked for: the three ways besides the security grader's own.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, openPage } from './support/browser.mjs';
import { exampleSite, leads, onlyLead, start } from './support/gradewright.mjs';
import { gates } from './support/fixtures.mjs';
import { answer, at, begin, goodSheet, introduce, mona, reportParts, shownScore, take } from './support/respondent.mjs';

after(closeBrowser);

test('before: the contact is the last step, and its mistakes hold the score back', async (t) => {
  const site = gates(t);
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/before/`);
  await begin(page);
  await answer(page, 'basics', ['back']);
  await page.locator('[data-next]').click();
  await answer(page, 'seats', 12);
  await page.locator('[data-next]').click();
  await page.locator('#review').waitFor();
  await page.locator('[data-next]').click();
  await page.locator('#contact-step').waitFor();
  assert.equal((await page.locator('[data-count]').textContent()).trim(), 'Last step');

  await page.locator('[data-next]').click();
  await page.locator('[name="contact.name"]').and(page.locator('[aria-invalid="true"]:focus')).waitFor();
  assert.deepEqual(await leads(site), []);
  assert.equal(await page.locator('#result:visible').count(), 0);

  await introduce(page.locator('#contact-step'), mona);
  await page.locator('[data-next]').click();
  const score = await shownScore(page);
  await page.locator('#notice [data-link]').click();
  await page.waitForURL(/\/r\//);
  assert.equal(await shownScore(page), score);
  const lead = await onlyLead(site);
  assert.equal(lead.contact.email, mona.email);
  assert.equal(lead.services[0].id, 'training');
});

test('after-report: score and report first, and below it the contact, once', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/saas/`);
  const asked = await take(page, { ...(await goodSheet(page)), areas: ['projects', 'crm'], seats: 24, favorites: 'A <b>list</b>' });
  assert.ok(asked.includes('crm-trust') && asked.includes('decision') && !asked.includes('industry-app'), asked.join());
  const score = await shownScore(page);
  await page.locator('#notice [data-link]').click();
  await page.waitForURL(/\/r\//);
  const before = await reportParts(page);
  assert.equal(before.score, score);
  assert.ok(before.gaps.length >= 5);

  const address = page.url();
  await introduce(page, mona);
  await page.locator('form', { has: page.locator('[name="contact.email"]') }).locator('button[type="submit"]').click();
  await page.waitForURL(address);
  await page.locator('[name="contact.email"]').waitFor({ state: 'detached' });
  assert.deepEqual(await reportParts(page), before, 'the report is the same');
  const lead = await onlyLead(site);
  assert.equal(lead.contact.email, mona.email);
  assert.equal(lead.answers.favorites, 'A <b>list</b>');
});

test('none: a questionnaire ends in its outcome and never asks who it was', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/questionnaires/meeting-fit/`);
  await take(page, {
    ...{ size: 'large', need: 'some', attend: 'decider', purpose: 'direction', horizon: 'years' },
    ...{ upcoming: ['none'], time: 'half-day', wishes: 'several', waiting: 'business', risks: 'open' },
  });
  const outcome = page.locator('.score .band:visible');
  assert.equal((await outcome.textContent()).trim(), 'Business strategy and risk review');
  assert.equal(await page.locator('[data-shown]:visible').count(), 0, 'nothing is scored');
  await page.locator('#notice [data-link]').click();
  await page.waitForURL(/\/r\//);
  assert.equal((await outcome.textContent()).trim(), 'Business strategy and risk review');
  assert.equal(await page.locator('[name^="contact."]').count(), 0);
  const stored = await leads(site);
  assert.ok(stored.every((lead) => lead.contact === null), JSON.stringify(stored));
});

test('changing an answer after the score sends another response, and the first stays as it was', async (t) => {
  const site = gates(t);
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/none/`);
  await take(page, { basics: ['back'] });
  assert.equal(await shownScore(page), 75);
  await page.locator('#notice [data-link]').waitFor();
  await page.locator('[data-change]').click();
  await page.locator('#review [data-to="basics"]').click();
  assert.equal(await at(page), 'basics');
  await answer(page, 'basics', ['shown']);
  await page.locator('[data-next]').click();
  await page.locator('#review').waitFor();
  const [response] = await Promise.all([
    page.waitForResponse((r) => r.request().method() === 'POST'),
    page.locator('[data-next]').click(),
  ]);
  assert.equal(response.status(), 201);
  assert.equal(await shownScore(page), 100);
});

test('faster than anybody can: answered all the same, and kept apart', async (t) => {
  for (const [seconds, status] of [
    [0, 'quarantined'],
    [20, 'new'],
  ]) {
    const site = gates(t);
    const { origin } = await start(t, site);
    const page = await openPage(t);
    const opened = new Date();
    await page.clock.setFixedTime(opened);
    await page.goto(`${origin}/graders/after-score/`);
    await take(page, { basics: ['back'] });
    await page.clock.setFixedTime(new Date(opened.getTime() + seconds * 1000));
    await page.reload(); // the time counts from the first opening
    await introduce(page.locator('#contact-form'), mona);
    await page.locator('[data-send-contact]').click();
    await page.waitForURL(/\/r\//);
    await page.locator('[data-gap]').first().waitFor();
    assert.equal((await onlyLead(site)).status, status);
  }
});
