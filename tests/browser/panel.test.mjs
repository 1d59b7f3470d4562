// `serve`: the author's panel beside the page, and nowhere else.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeBrowser, openPage } from './support/browser.mjs';
import { accessible } from './support/looks.mjs';
import { everyKind } from './support/fixtures.mjs';
import { answer, at, begin } from './support/respondent.mjs';
import { edit, exampleSite, folder, gradewright, start } from './support/gradewright.mjs';

after(closeBrowser);

const panel = (page) => page.locator('section[aria-label="Author’s panel"]');
const button = (page) => page.getByRole('button', { name: /^Author/ });
const row = (page, id) => panel(page).locator('details').filter({ has: page.locator(`code:text-is("#${id}")`) });

async function open(page) {
  await button(page).click();
  await panel(page).waitFor();
}

/** What `try` says of the same answers. */
async function tried(t, site, name, sheet) {
  const file = join(folder(t), 'sheet.json');
  writeFileSync(file, JSON.stringify(sheet));
  return JSON.parse(await gradewright(site, 'try', name, '--answers', file, '--format', 'json'));
}

test('the panel follows the answers with the numbers of `try`, and says what each option carries', async (t) => {
  const site = everyKind(t);
  const { origin } = await start(t, site, 'serve');
  const page = await openPage(t);
  await page.goto(`${origin}/graders/all/`);
  await page.locator('#grader.stepping').waitFor({ state: 'attached' });
  assert.equal(await panel(page).isVisible(), false, 'folded until it is asked for');
  await open(page);
  await panel(page).getByText('No score yet').waitFor();
  await panel(page).getByText('4 questions to answer or mend').waitFor();

  await row(page, 'many').locator('summary').click();
  await row(page, 'many').getByText('3 points; offers Backup; critical').waitFor();
  await row(page, 'one').locator('summary').click();
  await row(page, 'one').getByText('The whole question: offers Sign-in').waitFor();

  await begin(page);
  await answer(page, 'many', ['back']);
  await panel(page).getByText('75 of 100: ').waitFor();
  await panel(page).getByText('1 service offered').click();
  await row(page, 'many').locator('li.well').filter({ hasText: 'Files can be brought back' }).waitFor();
  await row(page, 'many').locator('li.gap').filter({ hasText: 'Everyone was shown how' }).waitFor();

  // Going to a question is a step like any other: the browser's back button leads back.
  assert.equal(await at(page), 'many');
  await row(page, 'seats').locator('summary').click();
  await row(page, 'seats').getByRole('button', { name: 'Go to it' }).click();
  assert.equal(await at(page), 'seats');
  await page.goBack();
  assert.equal(await at(page), 'many');
  assert.equal(await row(page, 'where').locator('summary .sum').textContent(), 'not asked: its condition does not hold');

  const rest = { one: 'no', scale: 4, seats: 6 };
  await page.evaluate((rest) => {
    for (const [name, value] of Object.entries(rest)) {
      for (const i of document.querySelectorAll(`[name="${name}"]`)) {
        if (i.type === 'radio') i.checked = i.value === String(value);
        else i.value = value;
        i.dispatchEvent(new Event('change', { bubbles: true }));
      }
    }
  }, rest);
  const { scorecard, services } = await tried(t, site, 'all', { many: ['back'], ...rest });
  await panel(page).getByText(`${scorecard.shown} of 100`).waitFor();
  await panel(page).getByText(`exactly ${Math.round(scorecard.total * 10000) / 10000}`).waitFor();
  await panel(page).getByText(`${services.length} services offered`).waitFor();
  assert.equal(await panel(page).locator('[role=status] details[open]').count(), 1, 'what was unfolded stays so');
});

test('answers that lead to a band are filled in as a person would, over what stood there', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site, 'serve');
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  await begin(page);
  await answer(page, 'infosec', ['vault']);
  await open(page);
  for (const name of ['Resilient', 'Exposed', 'Steady']) {
    await panel(page).getByRole('button', { name, exact: true }).click();
    await panel(page).locator('.score').filter({ hasText: `of 100: ${name}` }).waitFor();
    await panel(page).getByText('to answer or mend').waitFor({ state: 'detached' });
  }
  // The page's own script has taken them: it goes on to the review without a complaint, and keeps them.
  await page.reload();
  await panel(page).locator('.score').filter({ hasText: 'of 100: Steady' }).waitFor();
});

test('keys work in the panel and stay there; it stays open over a reload and folds with Escape', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site, 'serve');
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  await begin(page);
  const here = await at(page);
  await button(page).focus();
  await page.keyboard.press('Enter');
  await panel(page).waitFor();
  assert.equal(await at(page), here, 'Enter on the button is no step forward');
  await page.keyboard.press('1');
  assert.equal(await page.locator(`[data-question="${here}"] input:checked`).count(), 0);

  const reloaded = page.waitForEvent('load');
  edit(site, 'graders/security.md', '`#infosec`', '`#infosec, weight 2`');
  await reloaded;
  await panel(page).waitFor();
  await panel(page).locator('header button').focus();
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'hidden' });
  assert.equal(await button(page).evaluate((e) => e.getRootNode().activeElement === e), true, 'the focus is where it was');
});

test('everything that was found opens at its line, warnings without covering the page', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site, 'serve');
  const page = await openPage(t);
  await page.goto(`${origin}/about/`);
  edit(site, 'graders/security.md', '`#infosec`', '`#infosec, wieght 2`');
  await button(page).filter({ hasText: '1 error' }).waitFor();
  await open(page);
  const found = panel(page).locator('li').filter({ hasText: 'wieght' });
  const file = join(site, 'content/graders/security.md');
  const line = readFileSync(file, 'utf8').split('\n').findIndex((text) => text.includes('wieght')) + 1;
  const path = await found.locator('code').textContent();
  assert.match(path, new RegExp(`^${file}:${line}:\\d+$`));
  assert.equal(await found.locator('a').getAttribute('href'), `vscode://file${path}`);
});

test('no page of `build` or `host` has the panel, and a stranger’s name gets nothing', async (t) => {
  const site = exampleSite(t);
  const out = folder(t);
  await gradewright(site, 'build', '--output', join(out, 'pages'));
  assert.ok(!readFileSync(join(out, 'pages/graders/security/index.html'), 'utf8').includes('_preview'));
  const { origin } = await start(t, site, 'host');
  const page = await openPage(t, { expected: [/status of 40/] });
  assert.ok(!(await (await page.request.get(`${origin}/graders/security/`)).text()).includes('_preview'));
  for (const path of ['panel.js', 'panel/diagnostics', 'panel/on/security']) {
    assert.equal((await page.request.get(`${origin}/_preview/${path}`)).status(), 404);
  }
  const served = await start(t, exampleSite(t), 'serve');
  const stranger = { headers: { host: 'rebound.example' } };
  assert.equal((await page.request.get(`${served.origin}/_preview/panel/diagnostics`, stranger)).status(), 403);
  assert.equal((await page.request.get(`${served.origin}/_preview/panel/diagnostics`)).status(), 200);
});

test('the panel has room on a phone and a desk, light and dark', async (t) => {
  const site = everyKind(t);
  const { origin } = await start(t, site, 'serve');
  for (const width of [360, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
      // axe copies the style sheets of a shadow tree into the page, and is refused. Every other test here refuses it too.
      const expected = [/style-src/];
      const page = await openPage(t, { viewport: { width, height: 800 }, colorScheme, expected });
      await page.goto(`${origin}/graders/all/`);
      await begin(page);
      await answer(page, 'many', ['back']);
      const looks = process.env.LOOKS;
      if (looks) await page.screenshot({ path: join(looks, `panel-folded-${width}-${colorScheme}.png`) });
      await open(page);
      await panel(page).getByText('75 of 100: ').waitFor();
      await row(page, 'many').locator('summary').click();
      const { x, right, inner } = await panel(page).evaluate((e) => {
        const { x, right } = e.getBoundingClientRect();
        return { x, right, inner: e.scrollWidth <= e.clientWidth };
      });
      assert.ok(x >= 0 && right <= width && inner, `nothing is cut at ${width}`);
      const edge = await page.locator('label.option').first().evaluate((e) => e.getBoundingClientRect().right);
      assert.ok(width < 1024 || edge <= x, `the page ends at ${edge}, beside the panel at ${x}`);
      if (looks) await page.screenshot({ path: join(looks, `panel-open-${width}-${colorScheme}.png`) });
      if (width === 360 && colorScheme === 'light') await accessible(page, 'the panel', page, { ours: false });
      await page.close();
    }
  }
});
