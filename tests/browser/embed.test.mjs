// A grader in a page of another origin: put there by one line, or by a plain frame.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { closeBrowser, openPage } from './support/browser.mjs';
import { exampleSite, folder, onlyLead, start, write, read } from './support/gradewright.mjs';
import { staticHost } from './support/files.mjs';
import { everyKind } from './support/fixtures.mjs';
import { answer, begin, goodSheet, introduce, mona, take } from './support/respondent.mjs';

after(closeBrowser);

const styles = 'body { margin: 40px; font: 20px serif; } h1 { color: rgb(1, 2, 3); } .button, .wrap { border: 9px solid red; }';

/** Another site, which may show `site`'s graders where `allowed`; `page` makes its HTML from the grader's origin. */
async function embedded(t, site, pages, { allowed = true } = {}) {
  const other = folder(t);
  const parent = await staticHost(t, other);
  if (allowed) write(site, 'site.yaml', `${read(site, 'site.yaml')}\nembed_on: [${parent.origin}]\n`);
  const { origin } = await start(t, site);
  for (const [name, html] of Object.entries(pages(origin))) {
    mkdirSync(dirname(join(other, name)), { recursive: true });
    writeFileSync(join(other, name), html);
  }
  return { parent: parent.origin, origin };
}

/** A page that allows the grader and nothing else: no inline script, no style attribute. */
const around = (origin, body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Our company</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src ${origin}; frame-src ${origin}; img-src data:">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/styles.css"></head><body>
<h1>Our company</h1><p><a id="before" href="#before">Before</a></p>
${body}
<p class="wrap"><a id="after" href="#after">After</a></p><p class="button">A word of our own</p></body></html>`;

const line = (origin, grader) => `<script src="${origin}/embed.js" data-grader="${grader}" async></script>`;

/** The grader's document, past its start, whose height the frame has too. */
async function inside(page, n = 0) {
  const frame = await (await page.locator('iframe').nth(n).elementHandle()).contentFrame();
  await frame.locator('#grader.stepping').waitFor({ state: 'attached' });
  if (await page.locator('script[data-grader]').count()) await fits(page, n);
  await begin(frame);
  return frame;
}

/** Waits until the frame is as high as what it shows, and gives that height. */
async function fits(page, n = 0) {
  const element = await page.locator('iframe').nth(n).elementHandle();
  const frame = await element.contentFrame();
  for (;;) {
    const wanted = await frame.evaluate(() => Math.ceil(document.documentElement.getBoundingClientRect().height));
    const is = await page.waitForFunction(([e, h]) => Number(e.getAttribute('height')) === h && h, [element, wanted]);
    const room = await frame.evaluate(() => {
      const e = document.scrollingElement;
      return { inner: e.scrollHeight - innerHeight, across: e.scrollWidth - e.clientWidth, high: Math.ceil(e.getBoundingClientRect().height) };
    });
    if (room.high !== wanted) continue; // it moved on meanwhile
    assert.deepEqual([room.inner, room.across], [0, 0], 'no scroll bar inside');
    return is.jsonValue();
  }
}

/** How the parent's own parts look. */
const looks = (page) =>
  page.evaluate(() =>
    ['body', 'h1', '.wrap', '.button', '#after'].map((s) => {
      const { color, font, border, margin, padding, display, minHeight, background } = getComputedStyle(document.querySelector(s));
      return { s, color, font, border, margin, padding, display, minHeight, background };
    }),
  );

test('one line: a person completes the grader in another site, and the lead says where and through what', async (t) => {
  const site = exampleSite(t);
  const { parent, origin } = await embedded(t, site, (origin) => ({
    'styles.css': styles,
    'plain.html': around(origin, ''),
    'security/check/index.html': around(origin, line(origin, 'security')),
  }));
  const page = await openPage(t, { origins: [parent, origin], viewport: { width: 1000, height: 700 } });
  await page.goto(`${parent}/plain.html`);
  const before = await looks(page);
  await page.goto(`${parent}/security/check/?utm_source=news&utm_campaign=spring&secret=1#part`);
  const frame = await inside(page);
  const element = page.locator('iframe');
  await page.waitForFunction(() => document.querySelector('iframe').title.startsWith('How secure is your business?'));
  assert.deepEqual(await looks(page), before, 'nothing of the frame reaches the page around it');
  assert.equal(await element.getAttribute('style'), null);
  const handed = new URL(await element.getAttribute('src')).searchParams;
  assert.deepEqual([...handed.keys()].sort(), ['page', 'utm_campaign', 'utm_source'], 'and nothing else of its address');
  assert.equal(await element.evaluate((e) => e.previousElementSibling.tagName), 'SCRIPT');
  for (const part of ['.mast', '.foot', '.skip']) assert.equal(await frame.locator(part).isVisible(), false, part);

  const first = await fits(page);
  await frame.locator('[data-next]').click();
  await frame.locator('.error:visible').waitFor();
  const withError = await fits(page);
  assert.ok(withError > first, `an error needs room: ${first}, ${withError}`);
  await answer(frame, 'infosec', ['none']);
  assert.equal(await fits(page), first, 'and gives it back');

  const sheet = { ...(await goodSheet(frame)), infosec: undefined, seats: 60 }; // it is ticked already
  await frame.locator('[data-next]').scrollIntoViewIfNeeded();
  assert.ok((await element.boundingBox()).y < -100, 'the top is out of sight');
  await frame.locator('[data-next]').click();
  await page.waitForFunction(() => document.querySelector('iframe').getBoundingClientRect().top >= -1); // and in sight again
  await take(frame, sheet);
  await frame.locator('#contact-form').waitFor();
  await fits(page);
  await introduce(frame.locator('#contact-form'), mona);
  await frame.locator('[data-send-contact]').click();
  await frame.waitForURL(/\/r\//);
  await frame.locator('[data-gap]').first().waitFor();
  assert.ok(page.url().startsWith(`${parent}/security/check/`), 'the page around it stays');
  await page.waitForFunction(() => document.querySelector('iframe').getBoundingClientRect().top >= -1);

  const lead = await onlyLead(site);
  assert.deepEqual(lead.source, { page: `${parent}/security/check/`, utm_source: 'news', utm_campaign: 'spring' });
  assert.equal(lead.contact.email, mona.email);
});

test('two graders on one page each have their own height, and the keyboard goes through both', async (t) => {
  const { parent, origin } = await embedded(t, everyKind(t), (origin) => ({
    'styles.css': styles,
    'index.html': around(origin, `${line(origin, 'all')}<p>Between</p>${line(origin, 'all').replace('grader="all"', 'questionnaire="fit"')}`),
  }));
  const page = await openPage(t, { origins: [parent, origin], viewport: { width: 420, height: 800 } });
  await page.goto(`${parent}/`);
  const frames = [await inside(page, 0), await inside(page, 1)];
  const heights = [await fits(page, 0), await fits(page, 1)];
  assert.notEqual(heights[0], heights[1]);
  await answer(frames[0], 'many', ['none']);
  await frames[0].locator('[data-next]').click();
  await frames[0].locator('[data-question="one"]').waitFor();
  await fits(page, 0);
  assert.equal(await fits(page, 1), heights[1], 'the other one stays as it is');

  await page.locator('#before').focus();
  const seen = [];
  const place = async () => {
    const at = await page.evaluate(() => document.activeElement.id || document.activeElement.src || document.activeElement.tagName);
    return at.replace(/^.*\/(all|fit)\/.*$/, '$1');
  };
  for (let presses = 0; presses < 40 && seen.at(-1) !== 'after'; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await place();
    if (at !== seen.at(-1)) seen.push(at);
  }
  assert.deepEqual(seen, ['all', 'fit', 'after'], 'in and out again, in order');
});

test('links lead out of the frame; those within the page and the report do not', async (t) => {
  const { parent, origin } = await embedded(t, everyKind(t), (origin) => ({
    'styles.css': styles,
    'index.html': around(origin, line(origin, 'all')),
  }));
  const page = await openPage(t, { origins: [parent, origin] });
  await page.goto(`${parent}/`);
  let frame = await inside(page);
  const sheet = { many: ['unsure'], one: 'paper', where: 'Here', scale: '3', seats: 40, keeper: 'nobody', trouble: ['invoice'] };
  await take(frame, sheet);
  await frame.locator('#notice [data-link]').click();
  await frame.waitForURL(/\/r\/[^#]+#embed$/);
  await frame.locator('.report').waitFor();
  assert.equal(await frame.locator('.mast').isVisible(), false);
  assert.equal(page.url(), `${parent}/`);

  await page.reload();
  frame = await inside(page);
  await frame.evaluate(() => {
    document.querySelector('.page-head').insertAdjacentHTML('beforeend', '<a id="near" href="#grader">near</a> <a id="far" href="/services/backup/">far</a>');
  });
  await frame.locator('#near').click();
  await frame.waitForURL(/#grader$/);
  assert.equal(await frame.locator('.mast').isVisible(), false, 'another fragment brings no masthead back');
  await fits(page);
  await frame.locator('#far').click();
  await page.waitForURL(`${origin}/services/backup/`);
});

test('a site that is not on the list gets no frame', async (t) => {
  const { parent, origin } = await embedded(t, everyKind(t), (origin) => ({
    'styles.css': styles,
    'index.html': around(origin, `<iframe src="${origin}/graders/all/#embed" title="Grader"></iframe>`),
  }));
  const elsewhere = parent.replace('127.0.0.1', 'localhost');
  const page = await openPage(t, { origins: [parent, elsewhere, origin], expected: [/frame-ancestors/] });
  const refused = page.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()));
  await page.goto(`${elsewhere}/`);
  await refused;
  assert.equal(await page.frameLocator('iframe').locator('#grader').count(), 0);
  await page.goto(`${parent}/`);
  await page.frameLocator('iframe').locator('h1').waitFor();
});

test('a message from elsewhere changes nothing', async (t) => {
  const { parent, origin } = await embedded(t, everyKind(t), (origin) => ({
    'styles.css': styles,
    'index.html': around(origin, line(origin, 'all')).replace(/<meta http-equiv[^>]*>/, ''),
    'other.html': '<!doctype html><title>Other</title><script>parent.postMessage({ gradewright: { height: 7777, title: "False" } }, "*")</script>',
  }));
  const page = await openPage(t, { origins: [parent, origin] });
  await page.goto(`${parent}/`);
  await inside(page);
  const height = await fits(page);
  const heard = (bring) =>
    page.evaluate(
      (bring) =>
        new Promise((settle) => {
          addEventListener('message', ({ data }) => data.gradewright.height === 7777 && settle());
          if (bring === 'window') window.postMessage({ gradewright: { height: 7777, title: 'False' } }, '*');
          else document.querySelector('iframe').src = '/other.html';
        }),
      bring,
    );
  // From another window, and from another site in the same frame.
  for (const bring of ['window', 'frame']) {
    await heard(bring);
    assert.equal(await page.locator('iframe').getAttribute('height'), String(height), bring);
    assert.notEqual(await page.locator('iframe').getAttribute('title'), 'False', bring);
  }
});

test('a plain frame without JavaScript on either side: taken, sent and read', async (t) => {
  const site = everyKind(t);
  const { parent, origin } = await embedded(t, site, (origin) => ({
    'styles.css': styles,
    'index.html': around(origin, `<iframe src="${origin}/graders/all/#embed" title="Grader" width="100%" height="900"></iframe>`),
  }));
  const page = await openPage(t, { origins: [parent, origin], javaScriptEnabled: false });
  await page.goto(`${parent}/`);
  const frame = page.frameLocator('iframe');
  await frame.locator('#grader button[type="submit"]').waitFor();
  for (const part of ['.mast', '.foot']) assert.equal(await frame.locator(part).isVisible(), false, part);
  const sheet = { many: 'shown', one: 'paper', keeper: 'nobody', trouble: 'invoice' };
  for (const [name, value] of Object.entries(sheet)) await frame.locator(`[name="${name}"][value="${value}"]`).check({ force: true });
  await frame.locator('[name="scale"][value="3"]').check({ force: true });
  for (const [name, text] of Object.entries({ seats: '40', where: 'Here' })) await frame.locator(`[name="${name}"]`).fill(text);
  await frame.locator('#grader button[type="submit"]').click();
  await frame.locator('.report [data-gap]').first().waitFor();
  for (const part of ['.mast', '.foot']) assert.equal(await frame.locator(part).isVisible(), false, `${part} around the report`);
  assert.equal(page.url(), `${parent}/`);
  assert.equal((await onlyLead(site)).answers.seats, 40);
});

test('a plain frame with JavaScript: the browser says where it stands', async (t) => {
  const site = everyKind(t);
  const { parent, origin } = await embedded(t, site, (origin) => ({
    'styles.css': styles,
    'index.html': around(origin, `<iframe src="${origin}/questionnaires/fit/?utm_medium=page#embed" title="Grader" width="100%" height="900"></iframe>`),
  }));
  const page = await openPage(t, { origins: [parent, origin] });
  await page.goto(`${parent}/`);
  const frame = await inside(page);
  await take(frame, { often: 'month' });
  await frame.locator('#notice [data-link]').waitFor();
  assert.deepEqual((await onlyLead(site)).source, { page: `${parent}/`, utm_medium: 'page' });
});

test('the page that offers the line: copied with a button, and ready to be selected without a script', async (t) => {
  const { origin } = await start(t, exampleSite(t));
  const page = await openPage(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(`${origin}/embed/`);
  await page.locator('[data-copy="script-security"]').click();
  await page.getByText('Copied.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, '<script src="https://quillhaven.example/embed.js" data-grader="security" async></script>');

  const plain = await openPage(t, { javaScriptEnabled: false });
  await plain.goto(`${origin}/embed/`);
  assert.equal(await plain.locator('[data-copy]:visible').count(), 0);
  assert.equal(await plain.locator('#script-security').inputValue(), copied);
});
