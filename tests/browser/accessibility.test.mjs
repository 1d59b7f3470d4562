// Every page to read and every state of a grader, before axe-core and the W3C's checker. The reports are in accessibility-report.
import { after, test } from 'node:test';
import { closeBrowser, openPage } from './support/browser.mjs';
import { edit, exampleSite, start, write } from './support/gradewright.mjs';
import { everyKind, gates } from './support/fixtures.mjs';
import { accessible, nothingInvalid } from './support/looks.mjs';
import { answer, begin, goodSheet, introduce, mona, take } from './support/respondent.mjs';

after(closeBrowser);

const next = (page) => page.locator('[data-next]').click();
const onShow = (page, name) => page.locator(`[data-question="${name}"]`).waitFor();
const refusal = (page) => page.locator('[data-question]:visible .error:not(:empty)').waitFor();

test('pages to read', async (t) => {
  const { origin } = await start(t, exampleSite(t));
  const page = await openPage(t, { expected: [/status of 404/] });
  for (const path of ['/', '/about/', '/privacy/', '/book/', '/graders/', '/services/', '/services/device-encryption/', '/embed/', '/graders/security/#embed', '/graders/security/print/', '/nowhere/', '/r/nobody-knows-this-one']) {
    await page.goto(origin + path);
    await accessible(page, path);
  }
});

test('the security grader from its start to a score that is held down', async (t) => {
  const { origin } = await start(t, exampleSite(t));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  await page.locator('#grader.stepping').waitFor({ state: 'attached' });
  await accessible(page, 'the start');
  await begin(page);
  await accessible(page, 'the first question');
  await page.locator('[data-menu] summary').click();
  await page.locator('[data-address]').waitFor();
  await accessible(page, 'the overview');
  await next(page);
  await accessible(page, 'an error at a question');
  await take(page, { ...(await goodSheet(page)), infosec: ['none'], 'sign-in': ['apps'], seats: 60 });
  await page.locator('[data-cap]').waitFor();
  await accessible(page, 'a score that is held down, and the contact');
  await page.locator('[data-send-contact]').click();
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await accessible(page, 'an error in the contact');
});

test('every kind of question, with an error and with an answer, and the review', async (t) => {
  const { origin } = await start(t, everyKind(t));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/all/`);
  await begin(page);
  const sheet = { many: ['unsure'], one: 'paper', where: 'Here', scale: '3', seats: 40, keeper: 'nobody', trouble: ['invoice'] };
  for (const [name, given] of Object.entries(sheet)) {
    await onShow(page, name);
    if (name !== 'trouble') {
      await next(page);
      await refusal(page);
      await accessible(page, `an error at the question ${name}`);
    }
    await answer(page, name, given);
    await accessible(page, `the question ${name}`);
    await next(page);
  }
  await onShow(page, 'else');
  await accessible(page, 'the last question');
  await next(page);
  await page.locator('#review').waitFor();
  await accessible(page, 'the review');
  await page.locator('[data-to="where"]').click();
  await onShow(page, 'where');
  await answer(page, 'where', '');
  await page.goBack();
  await page.locator('.answer.open').waitFor();
  await accessible(page, 'the review with an open answer');
  await next(page);
  await refusal(page);
  await answer(page, 'where', 'In a drawer, where it has been for years');
  await next(page);
  await next(page);
  await page.locator('#notice [data-link]').waitFor();
  await accessible(page, 'a score that was sent');
  await page.goto(`${origin}/questionnaires/fit/`);
  await page.locator('#grader.stepping').waitFor({ state: 'attached' });
  await accessible(page, 'the start of a questionnaire');
  await take(page, { often: 'month' });
  await page.locator('#notice [data-link]').waitFor();
  await accessible(page, 'an outcome');
});

test('the contact as last step and its mistakes, a send that waits, one that is refused, and one in the way of another', async (t) => {
  const { origin } = await start(t, gates(t));
  const page = await openPage(t, { expected: [/net::ERR_/, /status of 4(09|13)/] });
  await page.goto(`${origin}/graders/before/`);
  await begin(page);
  await answer(page, 'basics', ['back']);
  for (let step = 0; step < 3; step += 1) await next(page);
  await page.locator('#contact-step').waitFor();
  await accessible(page, 'the contact as last step');
  await next(page);
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await accessible(page, 'the contact as last step with its mistakes');
  const refuse = (status) => page.route('**/responses/**', (route) => route.fulfill({ status, json: {} }));
  await introduce(page.locator('#contact-step'), mona);
  for (const status of [409, 413]) {
    await refuse(status);
    await next(page);
    await page.locator('#notice').filter({ hasText: status === 409 ? 'once more' : 'could not be taken' }).waitFor();
    await accessible(page, `a send that is answered with ${status}`);
  }
  await page.unrouteAll();
  await page.route('**/responses/**', (route) => route.abort());
  await next(page);
  await page.locator('#notice [data-retry]').waitFor();
  await accessible(page, 'a send that waits');
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

test('without JavaScript: the form and the form with its mistakes, of every kind and with the contact', async (t) => {
  const kinds = await start(t, everyKind(t));
  const asking = await start(t, gates(t));
  const page = await scriptless(t, [/status of 422/]);
  await page.goto(`${kinds.origin}/graders/all/`);
  await accessible(page, 'the plain form');
  await answer(page, 'seats', 9999);
  await page.locator('#grader button[type="submit"]').click();
  await page.locator('#summary').waitFor();
  await accessible(page, 'the plain form with its mistakes');
  const other = await scriptless(t, [/status of 422/]);
  await other.goto(`${asking.origin}/graders/before/`);
  await other.locator('#grader button[type="submit"]').click();
  await other.locator('#summary').waitFor();
  await accessible(other, 'the plain form with mistakes in the contact');
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

for (const language of ['es', 'he']) {
  test(`in another language, ${language}: start, question, error, overview, review and result`, async (t) => {
    const site = everyKind(t, `language: ${language}\n`);
    if (language === 'he') write(site, '../themes/default/i18n/he.yaml', 'report:\n  score: הציון שלך\n');
    const { origin } = await start(t, site);
    const page = await openPage(t);
    await page.goto(`${origin}/graders/all/`);
    await page.locator('#grader.stepping').waitFor({ state: 'attached' });
    await accessible(page, `${language}: the start`);
    await begin(page);
    await page.locator('[data-menu] summary').click();
    await next(page);
    await refusal(page);
    await accessible(page, `${language}: an error and the overview`);
    await take(page, { many: ['shown'], one: 'no', scale: '3', seats: 40, keeper: 'nobody', trouble: ['invoice'] }, async () => {
      await accessible(page, `${language}: the review`);
    });
    await page.locator('#notice [data-link]').waitFor();
    await accessible(page, `${language}: the result`);
  });
}

test('every document that was on show is valid', nothingInvalid);
