// A site without an endpoint on a purely static host: score and report are made in the page, and nothing is sent.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { closeBrowser, openPage } from './support/browser.mjs';
import { edit, exampleSite, folder, gradewright, start } from './support/gradewright.mjs';
import { staticHost } from './support/files.mjs';
import { everyKind } from './support/fixtures.mjs';
import { goodSheet, reportParts, take } from './support/respondent.mjs';

after(closeBrowser);

/** Builds without an endpoint and publishes the result on a static host. */
async function published(t, site) {
  const output = join(folder(t), 'public');
  await gradewright(site, 'build', '--output', output);
  return staticHost(t, output);
}

/** The whole report of one and the same sheet: made by the page, and made by the server. */
async function bothReports(t, path, sheets, { withEndpoint, without }) {
  const server = await start(t, withEndpoint);
  const host = await published(t, without);
  for (const sheet of sheets) {
    const alone = await openPage(t);
    await alone.goto(host.origin + path);
    const full = { ...(await goodSheet(alone)), ...sheet };
    const before = host.asked.length;
    await take(alone, full);
    const made = await reportParts(alone);
    assert.deepEqual(host.asked.slice(before), [], 'not a single request while answering and scoring');
    assert.equal(await alone.locator('[name^="contact."]:visible, [data-link]:visible').count(), 0);

    const online = await openPage(t);
    await online.goto(server.origin + path);
    await take(online, full);
    await online.locator('#notice [data-link]').click();
    await online.waitForURL(/\/r\//);
    assert.deepEqual(made, await reportParts(online), JSON.stringify(sheet));
    assert.ok(made.gaps.length > 0);
  }
}

test('the report in the page is that of the server: every kind of question', async (t) => {
  const sheets = [
    { many: ['shown'], one: 'paper', where: 'Here', scale: '3', seats: 40, keeper: 'nobody', trouble: ['invoice'] },
    { many: ['none'], one: 'unsure', scale: '8', seats: 2, trouble: ['none'] },
    { many: ['unsure'], one: 'apart', scale: '10', seats: 40, keeper: 'named', trouble: undefined },
  ];
  await bothReports(t, '/graders/all/', sheets, { withEndpoint: everyKind(t), without: everyKind(t, 'endpoint: none\n') });
});

// Of a prospect: what a plan covers is for the server to say, since a site alone knows no packages.
test('the report in the page is that of the server: the SaaS grader', async (t) => {
  const without = exampleSite(t);
  edit(without, 'site.yaml', 'endpoint: same-origin', 'endpoint: none');
  const sheets = [{ areas: ['projects', 'crm'], 'crm-trust': '4', seats: 24, together: ['none'], friction: ['waiting'], care: ['unsure'], 'plan-now': undefined }];
  await bothReports(t, '/graders/saas/', sheets, { withEndpoint: exampleSite(t), without });
});

test('a gate asks for nobody where nothing can be sent, and without JavaScript the page says what is missing', async (t) => {
  const site = exampleSite(t);
  edit(site, 'site.yaml', 'endpoint: same-origin', 'endpoint: none');
  const host = await published(t, site);
  const page = await openPage(t);
  await page.goto(`${host.origin}/graders/security/`);
  await take(page, { ...(await goodSheet(page)), infosec: ['vault'], seats: 60 });
  const report = await reportParts(page);
  assert.deepEqual(report.gaps, ['infosec.malware', 'infosec.mailboxes', 'infosec.archive', 'infosec.lost-devices']);
  assert.equal(report.services.length, 4);
  assert.equal(await page.locator('[name^="contact."]:visible').count(), 0);

  const plain = await openPage(t, { javaScriptEnabled: false });
  await plain.goto(`${host.origin}/graders/security/`);
  const note = plain.locator('noscript .note');
  assert.ok(await note.isVisible());
  assert.match(await note.innerText(), /needs JavaScript/);
  assert.equal(await plain.locator('#grader button[type="submit"]').count(), 0, 'no button that leads nowhere');
  assert.ok(host.asked.every((request) => request.startsWith('GET ')));
});
