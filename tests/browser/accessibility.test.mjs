// axe-core on every page and in every state of a grader: narrow and wide, light and dark.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { closeBrowser, openPage } from './support/browser.mjs';
import { edit, exampleSite, start } from './support/gradewright.mjs';
import { everyKind, gates } from './support/fixtures.mjs';
import { answer, begin, goodSheet, introduce, mona, take } from './support/respondent.mjs';

after(closeBrowser);

/** What a page's colours can change about it; everything else is the same in the dark. */
const ofColours = ['color-contrast', 'link-in-text-block'];
const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The page as it stands now, four times: no finding, and nothing that has to be scrolled sideways on a phone. */
async function accessible(page, state) {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, `${state} scrolls sideways at ${width} px`);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      // No page has frames, for which the other mode opens a tab each time.
      const axe = new AxeBuilder({ page }).setLegacyMode(true);
      const { violations } = await (colorScheme === 'dark' ? axe.withRules(ofColours) : axe.withTags(tags)).analyze();
      const found = violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join('; ')}`);
      assert.deepEqual(found, [], `${state}, ${width} px, ${colorScheme}`);
    }
  }
}

test('pages to read', async (t) => {
  const { origin } = await start(t, exampleSite(t));
  const page = await openPage(t, { expected: [/status of 404/] });
  for (const path of ['/', '/about/', '/privacy/', '/book/', '/graders/', '/services/', '/services/device-encryption/', '/embed/', '/graders/security/#embed', '/nowhere/', '/r/nobody-knows-this-one']) {
    await page.goto(origin + path);
    await accessible(page, path);
  }
});

test('the security grader from its first question to its report', async (t) => {
  const { origin } = await start(t, exampleSite(t));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  await page.locator('#grader.stepping').waitFor({ state: 'attached' });
  await accessible(page, 'the start');
  await begin(page);
  await accessible(page, 'the first question');
  await page.locator('[data-menu] summary').click();
  await accessible(page, 'the overview');
  await page.locator('[data-next]').click();
  await accessible(page, 'an error at a question');
  await take(page, { ...(await goodSheet(page)), infosec: ['none'], 'sign-in': ['apps'], seats: 60 });
  await accessible(page, 'the score and the contact');
  await page.locator('[data-send-contact]').click();
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await accessible(page, 'an error in the contact');
  await introduce(page.locator('#contact-form'), mona);
  await page.locator('[data-send-contact]').click();
  await page.waitForURL(/\/r\//);
  await accessible(page, 'the report');
});

test('every kind of question, the sent notice, the report that asks below, and an outcome', async (t) => {
  const { origin } = await start(t, everyKind(t));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/all/`);
  await begin(page);
  const sheet = { many: ['unsure'], one: 'paper', where: 'Here', scale: '3', seats: 40, keeper: 'nobody', trouble: ['invoice'] };
  for (const [name, given] of Object.entries(sheet)) {
    await page.locator(`[data-question="${name}"]`).waitFor();
    await answer(page, name, given);
    await accessible(page, `the question ${name}`);
    await page.locator('[data-next]').click();
  }
  await accessible(page, 'the last question');
  await page.locator('[data-next]').click();
  await page.locator('#review').waitFor();
  await accessible(page, 'the review');
  await page.locator('[data-next]').click();
  await page.locator('#notice [data-link]').waitFor();
  await accessible(page, 'a score that was sent');
  await page.locator('#notice [data-link]').click();
  await page.waitForURL(/\/r\//);
  await accessible(page, 'a report with every kind of gap');
  await page.goto(`${origin}/questionnaires/fit/`);
  await take(page, { often: 'month' });
  await accessible(page, 'an outcome');
});

test('the contact as last step, a send that waits, and a contact asked for below the report', async (t) => {
  const { origin } = await start(t, gates(t));
  const page = await openPage(t, { expected: [/net::ERR_/] });
  await page.goto(`${origin}/graders/before/`);
  await begin(page);
  await answer(page, 'basics', ['back']);
  await page.locator('[data-next]').click();
  await page.locator('[data-next]').click();
  await page.locator('[data-next]').click();
  await page.locator('#contact-step').waitFor();
  await accessible(page, 'the contact as last step');
  await page.route('**/responses/**', (route) => route.abort());
  await introduce(page.locator('#contact-step'), mona);
  await page.locator('[data-next]').click();
  await page.locator('#notice').waitFor();
  await accessible(page, 'a send that waits');
  await page.unroute('**/responses/**');
  await page.goto(`${origin}/graders/after-report/`);
  await page.locator('#notice').filter({ hasText: 'arrived' }).waitFor();
  await take(page, { basics: ['back'] });
  await page.locator('#notice [data-link]').click();
  await page.waitForURL(/\/r\//);
  await page.locator('[name="contact.email"]').waitFor();
  await accessible(page, 'a contact below the report');
});

/** A page as it is without JavaScript. Not with scripts switched off: axe is one, and would wait for ever. */
async function scriptless(t, expected) {
  const page = await openPage(t, { expected });
  await page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await page.route('**/graders/*/', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll(/<\/?noscript>/g, '') });
  });
  return page;
}

test('without JavaScript: the form, the form with its mistakes, and the contact before the gaps', async (t) => {
  const { origin } = await start(t, exampleSite(t));
  const page = await scriptless(t, [/status of 422/]);
  await page.goto(`${origin}/graders/security/`);
  await accessible(page, 'the plain form');
  await page.locator('#grader button[type="submit"]').click();
  await page.locator('#summary').waitFor();
  await accessible(page, 'the form with its mistakes');
  for (const [name, given] of Object.entries({ ...(await goodSheet(page)), seats: 60 })) await answer(page, name, given);
  await page.locator('#grader button[type="submit"]').click();
  await page.waitForURL(/\/r\//);
  await accessible(page, 'the score that asks');
  await page.locator('form button[type="submit"]').click();
  await page.locator('.summary').waitFor();
  await accessible(page, 'the score with a mistake in the contact');
});

test('on a static host: the grader, its report, and what it says without JavaScript', async (t) => {
  const site = exampleSite(t);
  edit(site, 'site.yaml', 'endpoint: same-origin', 'endpoint: none');
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  await take(page, { ...(await goodSheet(page)), infosec: ['vault'], 'sign-in': ['unsure'], seats: 60 });
  await accessible(page, 'the report in the page');
  const plain = await scriptless(t);
  await plain.goto(`${origin}/graders/security/`);
  await plain.getByText('needs JavaScript').waitFor();
  await accessible(plain, 'the page without JavaScript');
});
