// A grader with JavaScript off: one page, a plain form, and the server does the rest.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, openPage } from './support/browser.mjs';
import { exampleSite, leads, onlyLead, start } from './support/gradewright.mjs';
import { everyKind, gates } from './support/fixtures.mjs';
import { answer, goodSheet, introduce, mona, reportParts, shownScore } from './support/respondent.mjs';

after(closeBrowser);

/** A browser says in its console that a page came back with a refusal. */
const expected = [/status of 422/];
const plain = { javaScriptEnabled: false, expected };
const send = (page) => page.locator('#grader button[type="submit"]').click();

test('the security grader: a mistake keeps everything typed, then score, contact, report and lead', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site);
  const page = await openPage(t, plain);
  await page.goto(`${origin}/graders/security/`);
  const sheet = { ...(await goodSheet(page)), infosec: ['vault'], seats: 60, role: 'it' };
  assert.equal(await page.locator('[data-question]:visible').count(), Object.keys(sheet).length + 2, 'one page holds every question');
  assert.equal(await page.locator('[data-scripted]:visible, #result:visible, #notice:visible').count(), 0);

  await page.locator('[data-start]').click();
  assert.equal(new URL(page.url()).hash, '#q-infosec');

  // One question is forgotten and one number is out of range.
  for (const [name, given] of Object.entries(sheet)) if (name !== 'network') await answer(page, name, given);
  await page.locator('[name="seats"]').fill('0');
  const [response] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), send(page)]);
  assert.equal(response.status(), 422);

  const links = page.locator('#summary a');
  assert.deepEqual(await links.evaluateAll((all) => all.map((a) => a.getAttribute('href'))), ['#q-network', '#q-seats']);
  for (const name of ['network', 'seats']) {
    assert.notEqual((await page.locator(`[data-question="${name}"] .error`).textContent()).trim(), '');
  }
  for (const [name, given] of Object.entries(sheet)) {
    if (Array.isArray(given) || name === 'role') {
      const kept = await page.locator(`[name="${name}"]:checked`).evaluateAll((all) => all.map((i) => i.value));
      assert.deepEqual(kept, name === 'network' ? [] : [given].flat(), name);
    }
  }
  assert.equal(await page.locator('[name="seats"]').inputValue(), '0');

  await links.first().click();
  assert.equal(new URL(page.url()).hash, '#q-network');
  const top = await page.locator('#q-network').evaluate((e) => e.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 200, `the question is in sight, at ${top}`);

  await answer(page, 'network', sheet.network);
  await page.locator('[name="seats"]').fill('60');
  await send(page);
  await page.waitForURL(/\/r\/[^/]+$/);
  const score = await shownScore(page);
  assert.equal(await page.locator('[data-gap], [data-service]').count(), 0, 'the gaps come after the contact');

  // A mistake in the contact comes back with the score, and with what was typed.
  const address = page.url();
  await introduce(page, { name: mona.name, email: 'mona' });
  await page.locator('form button[type="submit"]').click();
  const email = page.locator('[name="contact.email"]');
  await email.and(page.locator('[aria-invalid="true"]')).waitFor();
  assert.equal(await page.locator('.summary a').getAttribute('href'), '#contact-email');
  assert.equal(await page.locator('[name="contact.name"]').inputValue(), mona.name);
  assert.equal(await email.inputValue(), 'mona');
  assert.equal(await page.locator('[name="consent"]').isChecked(), true);
  assert.equal(await shownScore(page), score);

  await email.fill(mona.email);
  await page.locator('form button[type="submit"]').click();
  await page.waitForURL(address);
  await page.locator('[data-gap]').first().waitFor();
  const report = await reportParts(page);
  assert.equal(report.score, score);
  assert.equal(report.gaps.length, 4);

  const lead = await onlyLead(site);
  assert.equal(lead.contact.email, mona.email);
  assert.equal(Math.round(lead.scorecard.total), score);
  assert.deepEqual(lead.answers.infosec, ['vault']);
  assert.equal(lead.answers.seats, 60);
  assert.deepEqual(lead.services.map((service) => service.id).sort(), [
    'device-encryption', 'email-archive', 'email-security', 'endpoint-security',
  ]);
});

test('where the contact comes first, it is part of the form and its mistakes are named with the others', async (t) => {
  const site = gates(t);
  const { origin } = await start(t, site);
  const page = await openPage(t, plain);
  await page.goto(`${origin}/graders/before/`);
  await page.locator('[name="contact.message"]').fill('Please call\nafter ten.');
  await send(page);
  const hrefs = await page.locator('#summary a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  assert.deepEqual(hrefs, ['#q-basics', '#contact-name', '#contact-email']);
  assert.equal(await page.locator('[name="contact.message"]').inputValue(), 'Please call\nafter ten.');
  await answer(page, 'basics', ['back']);
  await introduce(page, mona);
  await send(page);
  await page.waitForURL(/\/r\//);
  assert.deepEqual((await reportParts(page)).gaps, ['basics.shown']);
  const lead = await onlyLead(site);
  assert.equal(lead.contact.message, 'Please call\nafter ten.');
});

test('questions that depend on others are all there, and none of them is in the way', async (t) => {
  const site = everyKind(t);
  const { origin } = await start(t, site);
  const page = await openPage(t, plain);
  await page.goto(`${origin}/graders/all/`);
  await answer(page, 'many', ['none']);
  await answer(page, 'one', 'no');
  await answer(page, 'scale', '4');
  await answer(page, 'seats', 3);
  await send(page);
  await page.waitForURL(/\/r\//);
  assert.equal(await shownScore(page), 13);
  assert.equal((await leads(site)).length, 1);
});
