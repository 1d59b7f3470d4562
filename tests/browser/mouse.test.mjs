// The security grader of the example site, taken with the mouse.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, openPage } from './support/browser.mjs';
import { exampleSite, gradewright, leads, onlyLead, read, start } from './support/gradewright.mjs';
import { goodSheet, introduce, mona, reportParts, shownScore, take } from './support/respondent.mjs';

after(closeBrowser);

test('passwords alone are in order: the score at once, then the report, and a lead with four services', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  await take(page, { ...(await goodSheet(page)), infosec: ['vault'], seats: 60, role: 'owner' });

  // The score is there before anything was sent and before anybody is asked for a name.
  const score = await shownScore(page);
  await page.locator('.score .band:visible').waitFor();
  assert.deepEqual(await leads(site), []);
  const contact = page.locator('#contact-form');
  await introduce(contact, mona);
  await contact.locator('[data-send-contact]').click();
  await page.waitForURL(/\/r\/[^/]+$/);

  const report = await reportParts(page);
  assert.equal(report.score, score);
  assert.deepEqual(report.gaps, ['infosec.malware', 'infosec.mailboxes', 'infosec.archive', 'infosec.lost-devices']);
  assert.ok(report.kinds.every((words) => words === 'You did not tick this'), report.kinds.join());
  assert.equal(await page.locator('[name^="contact."]').count(), 0, 'the contact is known and asked for once');

  const lead = await onlyLead(site);
  assert.equal(lead.assessment, 'security');
  for (const [field, value] of Object.entries(mona)) assert.equal(lead.contact[field], value);
  assert.equal(Math.round(lead.scorecard.total), score);
  assert.ok(lead.scorecard.categories.every((category) => typeof category.score === 'number' || category.id === 'about'));
  const wanted = ['endpoint-security', 'email-security', 'email-archive', 'device-encryption'];
  assert.deepEqual(lead.services.map((service) => service.id).sort(), [...wanted].sort());
  assert.deepEqual(report.services, lead.services.map((service) => service.id), 'the report offers them in the same order');
  const gains = lead.services.reduce((sum, service) => sum + service.gain, 0);
  assert.ok(Math.abs(gains - (100 - lead.scorecard.total)) < 1e-9, `${gains} and ${lead.scorecard.total}`);
  for (const service of lead.services) {
    const text = read(site, `services/${service.id}.md`);
    const monthly = Number(/^monthly: ([\d.]+)/m.exec(text)[1]);
    const unit = /^unit: (\w+)/m.exec(text)[1];
    // Nobody said how many devices there are, so nothing is made up.
    assert.equal(service.monthly, unit === 'user' ? Math.round(monthly * 100) * 60 : null, service.id);
    assert.equal(service.reasons.length, 1, service.id);
  }

  // What a salesperson reads in the terminal.
  const screen = await gradewright(site, 'leads', 'show', lead.id);
  for (const text of [mona.name, mona.email, `${score} of 100`, 'Managed Email Archive', '240.00 a month', 'unknown a month']) {
    assert.ok(screen.includes(text), `${text} in:\n${screen}`);
  }
});

test('a contact with a mistake is not sent, and the mistake is said at its field', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  await take(page, { ...(await goodSheet(page)), seats: 60 });
  const contact = page.locator('#contact-form');
  await introduce(contact, { name: 'Mona', email: 'mona at work' });
  await contact.locator('[data-send-contact]').click();
  const email = contact.locator('[name="contact.email"]');
  await assert.doesNotReject(email.and(page.locator('[aria-invalid="true"]:focus')).waitFor());
  const described = await email.getAttribute('aria-describedby');
  assert.match(await page.locator(`#${described}`).textContent(), /@/);
  assert.deepEqual(await leads(site), []);

  await email.fill('mona@harbor-bakery.example');
  await contact.locator('[name="consent"]').uncheck();
  await contact.locator('[data-send-contact]').click();
  await page.waitForURL(/\/r\//);
  const lead = await onlyLead(site);
  assert.equal(lead.contact.email, 'mona@harbor-bakery.example');
  await page.getByText('you did not ask us to contact you', { exact: false }).waitFor();
});
