// `serve`: the open page follows what is written in content/.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { closeBrowser, openPage } from './support/browser.mjs';
import { answer, begin, option } from './support/respondent.mjs';
import { edit, exampleSite, read, start, write } from './support/gradewright.mjs';

after(closeBrowser);

test('an edit reloads the page, a mistake shows over the last good page, and mending clears it', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site, 'serve');
  const page = await openPage(t);
  await page.goto(`${origin}/graders/security/`);
  const title = page.locator('h1');

  edit(site, 'graders/security.md', 'title: How secure is your business?', 'title: How safe is your bakery?');
  await title.filter({ hasText: 'How safe is your bakery?' }).waitFor();

  // Whoever tries a grader out while another page is written keeps what was ticked.
  await begin(page);
  await answer(page, 'infosec', ['vault']);
  const reloaded = page.waitForEvent('load');
  edit(site, 'pages/about.md', 'title: ', 'title: More ');
  await reloaded;
  assert.equal(await option(page, 'infosec', 'vault').isChecked(), true);

  const good = read(site, 'graders/security.md');
  edit(site, 'graders/security.md', '`#infosec`', '`#infosec, wieght 2`');
  const overlay = page.locator('section[aria-label="What Gradewright found in the content"]');
  await overlay.getByText(/1 error.*last good pages/).waitFor();
  const text = await overlay.locator('pre').textContent();
  assert.match(text, /content\/graders\/security\.md:\d+:\d+/);
  assert.match(text, /did you mean.*weight/);
  assert.equal(await title.textContent(), 'How safe is your bakery?');
  await page.reload();
  await overlay.getByText(/last good pages/).waitFor();
  assert.equal(await title.textContent(), 'How safe is your bakery?');

  write(site, 'graders/security.md', good.replace('How safe is your bakery?', 'How safe is your mill?'));
  await title.filter({ hasText: 'How safe is your mill?' }).waitFor();
  await overlay.waitFor({ state: 'detached' });
});

test('new, renamed and deleted files are followed', async (t) => {
  const site = exampleSite(t);
  const { origin } = await start(t, site, 'serve');
  const page = await openPage(t, { expected: [/status of 404/] });
  await page.goto(`${origin}/`);
  const names = page.locator('.entries a');

  write(site, 'graders/mail.md', `---
title: Is your email safe?
---
### How is your email protected?
- [ ] Everyone signs in with a second step. \`service mfa-identity\`
- [ ] None of these \`none\`

## Exposed
\`band, from 0\`
Start with the first gap below.
`);
  await names.filter({ hasText: 'Is your email safe?' }).click();
  await page.locator('h1').filter({ hasText: 'Is your email safe?' }).waitFor();

  renameSync(join(site, 'content/graders/mail.md'), join(site, 'content/graders/email.md'));
  await page.goto(`${origin}/`);
  await page.locator('.entries a[href$="/graders/email/"]').waitFor();
  assert.equal((await page.request.get(`${origin}/graders/mail/`)).status(), 404);

  rmSync(join(site, 'content/graders/email.md'));
  await names.filter({ hasText: 'Is your email safe?' }).waitFor({ state: 'detached' });
  assert.equal((await page.request.get(`${origin}/graders/email/`)).status(), 404);
});
