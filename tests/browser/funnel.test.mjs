// How far people get: counted while they take a grader, without a cookie, an id or anything else about them.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { closeBrowser, openPage } from './support/browser.mjs';
import { edit, folder, gradewright, start } from './support/gradewright.mjs';
import { staticHost } from './support/files.mjs';
import { everyKind, gates } from './support/fixtures.mjs';
import { answer, at, begin, introduce, mona, take } from './support/respondent.mjs';

after(closeBrowser);

/** What the page tells of the way, as it is sent. */
function steps(page) {
  const told = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/progress')) told.push({ request, body: JSON.parse(request.postData()) });
  });
  return told;
}

const reached = (told) => told.map(({ body }) => body.reached);

/** Waits until all that was told has been answered: with 204 each. */
async function answered(told) {
  for (const { request } of told) assert.equal((await request.response()).status(), 204);
}

const signIn = async (page, server) => {
  const found = () => /http:\S+\/inbox\/welcome\/[0-9a-f]{64}(?=\s)/.exec(server.printed);
  while (!found()) await new Promise((soon) => setImmediate(soon));
  await page.goto(found()[0]);
};

/** The first two figures of a row: people, and their share of those who started. */
async function row(page, label) {
  const cells = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: label }) }).first().getByRole('cell');
  return (await cells.allTextContents()).slice(0, 2);
}

test('a person takes a grader, leaves and comes back: each step counts once, and sales sees how far people get', async (t) => {
  const server = await start(t, gates(t), 'serve');
  const page = await openPage(t);
  const told = steps(page);
  const address = `${server.origin}/graders/after-score/?utm_source=NewsLetter`;
  await page.goto(address);
  await page.locator('#grader.stepping').waitFor({ state: 'attached' });
  assert.deepEqual(told, [], 'looking at the page is no start');
  await begin(page);
  await answer(page, 'basics', ['back']);
  await page.reload(); // a draft
  assert.equal(await at(page), 'basics');
  await page.locator('[data-next]').click();
  await page.locator('[data-question="seats"]').waitFor();
  await page.locator('[data-back]').click();
  await page.locator('[data-question="basics"]').waitFor();
  await take(page, {});
  await introduce(page.locator('#contact-form'), mona);
  await page.locator('[data-send-contact]').click();
  await page.waitForURL(/\/r\//);
  assert.deepEqual(reached(told), ['=start', 'basics', 'seats']);
  for (const { request, body } of told) {
    assert.deepEqual(body, { reached: body.reached, source: 'NewsLetter' }, 'and nothing else');
    assert.equal((await request.allHeaders()).cookie, undefined);
  }
  await answered(told);

  const other = await openPage(t);
  const gone = steps(other);
  await other.goto(address.split('?')[0]);
  await begin(other);
  await other.locator('[data-question="basics"]').waitFor();
  assert.deepEqual(gone.map(({ body }) => body), [{ reached: '=start', source: '' }, { reached: 'basics', source: '' }]);
  await answered(gone);

  await signIn(other, server);
  await other.getByRole('link', { name: 'Funnel' }).click();
  // Written within a second: until then there is one person less.
  for (let look = 0; look < 500 && (await row(other, 'Started'))[0] !== '2'; look += 1) await other.reload();
  assert.deepEqual(await row(other, 'Started'), ['2', '100 %']);
  assert.deepEqual(await row(other, '1. Which of these are true?'), ['2', '100 %']);
  assert.deepEqual(await row(other, '2. How many people'), ['1', '50 %']);
  assert.deepEqual(await row(other, 'Finished'), ['1', '50 %']);
  assert.deepEqual(await row(other, 'Contact given'), ['1', '50 %']);
  await other.getByRole('link', { name: 'newsletter' }).click();
  assert.deepEqual(await row(other, 'Started'), ['1', '100 %']);
  await other.getByRole('heading', { name: 'Two questions, asked after-score' }).waitFor();
});

test('starting again counts again; a link brings answers to another device without being counted there', async (t) => {
  const { origin } = await start(t, gates(t));
  const page = await openPage(t);
  const told = steps(page);
  await page.goto(`${origin}/graders/none/`);
  await begin(page);
  await answer(page, 'basics', ['back']);
  await page.locator('[data-menu] > summary').click();
  const link = await page.locator('[data-address]').inputValue();
  await page.locator('[data-wipe]').click();
  await begin(page);
  await page.locator('[data-question="basics"]').waitFor();
  assert.deepEqual(reached(told), ['=start', 'basics', '=start', 'basics']);
  await answered(told);
  const other = await openPage(t);
  const later = steps(other);
  await other.goto(link);
  await other.locator('#grader.stepping').waitFor({ state: 'attached' });
  await other.locator('[data-next]:visible').waitFor();
  assert.deepEqual(reached(later), []);
});

test('who asks not to be followed is not counted on the way', async (t) => {
  const { origin } = await start(t, gates(t));
  for (const [name, value] of [['globalPrivacyControl', true], ['doNotTrack', '1']]) {
    const page = await openPage(t);
    const told = steps(page);
    await page.addInitScript(([name, value]) => Object.defineProperty(navigator, name, { value }), [name, value]);
    await page.goto(`${origin}/graders/none/`);
    await take(page, { basics: ['back'] });
    await page.locator('#notice [data-link]').waitFor();
    assert.deepEqual(told, [], name);
  }
});

test('an endpoint on another origin counts too, and nobody is asked first; without an endpoint nothing is told', async (t) => {
  const published = folder(t);
  const pages = await staticHost(t, published);
  const site = everyKind(t);
  edit(site, 'site.yaml', 'https://lantern.example', pages.origin);
  const server = await start(t, site);
  const elsewhere = folder(t);
  cpSync(site, elsewhere, { recursive: true });
  edit(elsewhere, 'site.yaml', 'format: 1', `format: 1\nendpoint: ${server.origin}`);
  await gradewright(elsewhere, 'build', '--output', join(published, 'out'));
  cpSync(join(published, 'out'), published, { recursive: true });
  const page = await openPage(t, { origins: [pages.origin, server.origin] });
  const told = steps(page);
  const asked = [];
  page.on('request', (request) => asked.push(request.method()));
  await page.goto(`${pages.origin}/graders/all/`);
  await begin(page);
  await page.locator('[data-question="many"]').waitFor();
  assert.deepEqual(reached(told), ['=start', 'many']);
  assert.ok(told.every(({ request }) => request.url().startsWith(server.origin)));
  await answered(told);
  assert.ok(!asked.includes('OPTIONS'));

  const alone = folder(t);
  await gradewright(everyKind(t, 'endpoint: none\n'), 'build', '--output', join(alone, 'out'));
  const { origin } = await staticHost(t, join(alone, 'out'));
  const quiet = await openPage(t);
  const silence = steps(quiet);
  await quiet.goto(`${origin}/graders/all/`);
  await begin(quiet);
  await quiet.locator('[data-question="many"]').waitFor();
  assert.deepEqual(silence, []);
  const script = await quiet.locator('script[src]').last().getAttribute('src');
  assert.doesNotMatch(await (await fetch(new URL(script, quiet.url()))).text(), /\/progress/);
});
