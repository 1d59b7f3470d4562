// A connection that is cut while the answers are sent: nothing is lost and nothing comes twice.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, openPage } from './support/browser.mjs';
import { onlyLead, leads, start } from './support/gradewright.mjs';
import { gates } from './support/fixtures.mjs';
import { introduce, mona, take } from './support/respondent.mjs';

after(closeBrowser);

const expected = [/net::ERR_/];
const posts = (page) => {
  const ids = [];
  page.on('request', (request) => {
    if (/\/responses\/[^/]+$/.test(request.url())) ids.push(JSON.parse(request.postData()).id);
  });
  return ids;
};

/** Up to the moment before the contact is sent. */
async function ready(t) {
  const site = gates(t);
  const { origin } = await start(t, site);
  const page = await openPage(t, { expected });
  const ids = posts(page);
  await page.goto(`${origin}/graders/after-score/`);
  await take(page, { basics: ['back'] });
  await introduce(page.locator('#contact-form'), mona);
  const sent = () => page.locator('[data-send-contact]').click();
  const kept = () => page.locator('#notice').filter({ hasText: 'kept on this device' }).waitFor();
  const arrived = () => page.locator('#notice [data-link]').waitFor();
  return { site, page, ids, sent, kept, arrived };
}

test('offline at the send: kept on the device, and sent with the same id when the connection is back', async (t) => {
  const { site, page, ids, sent, kept, arrived } = await ready(t);
  await page.context().setOffline(true);
  await sent();
  await kept();
  assert.deepEqual(await leads(site), []);
  await page.context().setOffline(false); // the browser tells the page
  await arrived();
  assert.equal(new Set(ids).size, 1, ids.join());
  assert.ok(ids.length >= 2);
  const lead = await onlyLead(site);
  assert.equal(lead.id, ids[0]);
  assert.equal(lead.contact.email, mona.email);
});

test('the answer is lost after the server stored it: the retry is the same response', async (t) => {
  const { site, page, ids, sent, kept, arrived } = await ready(t);
  let lost = 0;
  await page.route('**/responses/*', async (route) => {
    if (lost) return route.continue();
    const answer = await route.fetch();
    assert.equal(answer.status(), 201);
    lost += 1;
    return route.abort('connectionreset');
  });
  await sent();
  await kept();
  assert.equal((await leads(site)).length, 1, 'the server has it already');
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.locator('#notice [data-retry]').click(),
  ]);
  assert.equal(answer.status(), 200);
  await arrived();
  assert.equal(new Set(ids).size, 1, ids.join());
  assert.equal((await onlyLead(site)).id, ids[0]);
});

test('the page is closed while it waits: it is sent when the grader is opened again', async (t) => {
  const { site, page, ids, sent, kept, arrived } = await ready(t);
  await page.context().setOffline(true);
  await sent();
  await kept();
  const address = page.url();
  await page.close();
  await page.context().setOffline(false);
  const again = await page.context().newPage();
  const later = posts(again);
  await again.goto(address);
  await again.locator('#notice').filter({ hasText: 'arrived' }).waitFor();
  assert.deepEqual([...new Set([...ids, ...later])].length, 1);
  assert.equal((await onlyLead(site)).contact.email, mona.email);
  void arrived;
});

test('a server that has too much to do is asked again, and what waits cannot be changed meanwhile', async (t) => {
  const { site, page, ids, sent, kept, arrived } = await ready(t);
  let refused = 0;
  await page.route('**/responses/*', (route) => {
    if (refused) return route.continue();
    refused += 1;
    return route.fulfill({ status: 503, headers: { 'retry-after': '1' }, contentType: 'application/problem+json', body: '{}' });
  });
  expected.push(/status of 503/);
  await sent();
  await kept();
  assert.equal(await page.locator('[data-change]:visible, #contact-form:visible').count(), 0);
  await page.locator('#notice [data-retry]').click();
  await arrived();
  assert.equal(new Set(ids).size, 1);
  await onlyLead(site);
});
