// The inbox in a real browser: from the link in the terminal to a lead that was followed up, without a script, judged by
// axe and the W3C's checker.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import { closeBrowser, openPage } from './support/browser.mjs';
import { exampleSite, folder, start } from './support/gradewright.mjs';
import { findings } from './support/html-checker.mjs';

after(closeBrowser);

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function accessible(page, state) {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, `${state} scrolls sideways at ${width} px`);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(tags).analyze();
      const found = violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join('; ')}`);
      assert.deepEqual(found, [], `${state}, ${width} px, ${colorScheme}`);
    }
  }
}

/** A lead of the security grader, with words that take room. */
async function send(origin, contact, more = {}, besides = {}) {
  const answers = {
    infosec: ['vault'], 'sign-in': ['apps'], ...more,
  };
  const page = await (await fetch(`${origin}/graders/security/`)).text();
  const definition = JSON.parse(/<script type="application\/json" id="definition">(.*?)<\/script>/s.exec(page)[1]);
  for (const question of definition.categories.flatMap((category) => category.questions)) {
    if (question.id in answers) continue;
    if (question.choices) {
      const choice = question.choices.find((one) => one.role !== 'none') ?? question.choices[0];
      answers[question.id] = question.is === 'many' ? [choice.id] : choice.id;
    } else if (question.is !== 'text') answers[question.id] = question.min ?? 1;
  }
  const body = { id: randomUUID(), answers, contact, consent: true, source: { utm_source: 'newsletter' }, ...besides };
  const sent = await fetch(`${origin}/responses/security`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal(sent.status, 201, await sent.clone().text());
  return body.id;
}

/** The link that `serve` prints right after its address. */
async function welcome(server) {
  for (;;) {
    const found = /http:\S+\/inbox\/welcome\/[0-9a-f]{64}(?=\s)/.exec(server.printed);
    if (found) return found[0];
    await new Promise((soon) => setImmediate(soon));
  }
}

const long = {
  name: 'Bartholomew Featherstonehaugh-Cholmondeley',
  email: 'bartholomew.featherstonehaugh@averyveryverylongcompanyname.example',
  company: 'Featherstonehaugh International Logistics GmbH & Co. KG',
};

test('from the link in the terminal to a lead that was followed up', async (t) => {
  const server = await start(t, exampleSite(t), 'serve');
  const link = await welcome(server);
  const { origin } = server;
  await send(origin, long);
  const id = await send(origin, { name: 'Ann <b>Lee</b>', email: 'ann@client.example', company: 'Client Ltd' });
  const saved = folder(t);
  const page = await openPage(t, { expected: [/status of 4(04|22)/] });
  const keep = (name, html) => (mkdirSync(join(saved, name)), writeFileSync(join(saved, name, 'index.html'), html));
  /** Judged as it stands. */
  async function judge(name) {
    await accessible(page, name);
    await page.setViewportSize({ width: 1280, height: 800 });
    assert.equal(await page.locator('script').count(), 0, `${name} has no script`);
  }

  await page.goto(`${origin}/inbox/`);
  await page.waitForURL(/sign-in/);
  await judge('sign-in');
  await page.goto(link);
  await page.waitForURL(/\/inbox\/$/);
  await judge('list');
  const cookies = (await page.context().cookies()).map((one) => `${one.name}=${one.value}`).join('; ');
  const raw = async (path, init = {}) =>
    (await fetch(origin + path, { ...init, headers: { ...init.headers, cookie: cookies } })).text();

  await page.getByLabel('Name, email or company').fill('lee');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('link', { name: 'Ann <b>Lee</b>' }).click();
  await page.waitForURL(new RegExp(id));
  await judge('lead');
  await page.getByLabel('Next step', { exact: true }).fill('Send the quote');
  await page.getByRole('button', { name: 'Set the next step' }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByLabel('Next step', { exact: true }).inputValue(), 'Send the quote', 'what was typed comes back');
  await judge('a refused step');
  await page.getByLabel('On', { exact: true }).fill('2026-01-15');
  await page.getByRole('button', { name: 'Set the next step' }).click();
  await page.getByText('Next step: Send the quote, on 2026-01-15').waitFor();
  await page.getByLabel('Owner', { exact: true }).selectOption('Owner');
  await page.getByRole('button', { name: 'Set the owner' }).click();
  await page.getByText('Owner: Owner').waitFor();
  await page.getByLabel('Status', { exact: true }).selectOption('Contacted');
  await page.getByRole('button', { name: 'Set the status' }).click();
  await page.getByText('Status: contacted').waitFor();
  await page.getByLabel('Note', { exact: true }).fill('Two\nlines');
  await page.getByRole('button', { name: 'Add the note' }).click();
  await page.getByText('Two\nlines').waitFor();
  await judge('a lead with a history');
  await page.goto(`${origin}/inbox/?order=due`);
  await page.getByRole('link', { name: 'Ann <b>Lee</b>' }).waitFor();
  await judge('what is due');
  await page.goto(`${origin}/inbox/quarantine`);
  await judge('the quarantine');
  await page.goto(`${origin}/inbox/pipeline`);
  await judge('the pipeline');
  await page.goto(`${origin}/inbox/deliveries`);
  await judge('what has not arrived');
  await page.goto(`${origin}/inbox/sheets/`);
  await judge('the choice of a sheet');
  await page.getByLabel('Assessment').selectOption('How secure is your business?');
  await page.getByRole('button', { name: 'Show the form' }).click();
  await page.getByRole('heading', { name: 'How secure is your business?' }).waitFor();
  await judge('a sheet');
  await page.getByLabel('Every password', { exact: false }).check();
  await page.getByRole('button', { name: 'Store this sheet' }).click();
  await page.getByRole('alert').waitFor();
  assert.ok(await page.getByLabel('Every password', { exact: false }).isChecked(), 'what was ticked comes back');
  await judge('a refused sheet');
  await page.goto(`${origin}/inbox/funnel`);
  await page.getByRole('row', { name: /^Finished / }).waitFor();
  await judge('the funnel');
  await page.goto(`${origin}/inbox/leads/nobody`);
  await judge('no such lead');
  keep('list', await raw('/inbox/'));
  keep('lead', await raw(`/inbox/leads/${id}`));
  keep('due', await raw('/inbox/?order=due&owner=me'));
  keep('pipeline', await raw('/inbox/pipeline'));
  keep('funnel', await raw('/inbox/funnel'));
  keep('quarantine', await raw('/inbox/quarantine'));
  keep('deliveries', await raw('/inbox/deliveries'));
  keep('sheets', await raw('/inbox/sheets/?assessment=security&code=%3Cb%3E'));
  keep('sheet', await raw('/inbox/sheets/security'));
  keep('missing', await raw('/inbox/leads/nobody'));
  keep('erase', await raw(`/inbox/leads/${id}/erase`));
  const token = /name="token" value="([0-9a-f]+)"/.exec(await raw(`/inbox/leads/${id}`))[1];
  const refused = new URLSearchParams({ token, text: '</textarea><p>"'.repeat(400) });
  keep('refused', await raw(`/inbox/leads/${id}/note`, { method: 'POST', body: refused }));
  const hidden = (await raw('/inbox/sheets/security')).matchAll(/name="(token|_id|_definition)" value="([^"]+)"/g);
  const odd = new URLSearchParams([...[...hidden].map((field) => field.slice(1, 3)), ['seats', '"><b>'], ['contact.email', '<i>']]);
  keep('odd-sheet', await raw('/inbox/sheets/security', { method: 'POST', body: odd }));
  keep('sign-in', await (await fetch(`${origin}/inbox/sign-in`)).text());
  const wrong = new URLSearchParams({ email: '"><i>', password: 'x' });
  keep('wrong', await (await fetch(`${origin}/inbox/sign-in`, { method: 'POST', body: wrong })).text());
  const css = /href="([^"]+\.css)"/.exec(await raw('/inbox/'))[1];
  const sheet = join(saved, 'inbox.css');
  writeFileSync(sheet, await raw(css));
  const names = ['list', 'lead', 'due', 'pipeline', 'funnel', 'quarantine', 'missing', 'erase', 'refused', 'sign-in', 'wrong', 'deliveries', 'sheets', 'sheet', 'odd-sheet'];
  assert.deepEqual(await findings([...names.map((name) => join(saved, name, 'index.html')), sheet]), []);

  await page.goto(`${origin}/inbox/leads/${id}`);
  await page.getByRole('link', { name: 'Erase this person' }).click();
  await page.getByRole('heading', { name: 'Erase Ann <b>Lee</b>?' }).waitFor();
  await judge('the question before erasing');
  await page.getByRole('button', { name: 'Erase for good' }).click();
  await page.waitForURL(/\/inbox\/$/);
  assert.equal(await page.getByRole('link', { name: 'Ann <b>Lee</b>' }).count(), 0);
  await page.locator('.me summary').click();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.waitForURL(/sign-in/);
  await page.goto(`${origin}/inbox/`);
  await page.waitForURL(/sign-in/);
});

test('a client is added, invited, answers twice and is met', async (t) => {
  const server = await start(t, exampleSite(t), 'serve');
  const link = await welcome(server);
  const { origin } = server;
  const page = await openPage(t, { expected: [/status of 4(04|22)/] });
  const saved = folder(t);
  const names = [];
  /** Judged as it stands, by axe now and by the checker at the end. */
  async function judge(name) {
    await accessible(page, name);
    await page.setViewportSize({ width: 1280, height: 800 });
    assert.equal(await page.locator('script').count(), 0, `${name} has no script`);
    names.push(name);
    mkdirSync(join(saved, name));
    writeFileSync(join(saved, name, 'index.html'), await raw(page.url()));
  }
  const raw = async (url) => (await page.request.get(url)).text();
  await page.goto(link);
  await page.waitForURL(/\/inbox\/$/);
  await page.getByRole('link', { name: 'Clients', exact: true }).click();
  await judge('no-clients');
  await page.getByLabel('Name').fill(long.company);
  await page.getByLabel('Package').selectOption('Basic');
  await page.getByLabel('Contact’s email').fill(long.email);
  await page.getByLabel('Asked every').fill('soon');
  await page.getByRole('button', { name: 'Add the client' }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByLabel('Name').inputValue(), long.company, 'what was typed comes back');
  await accessible(page, 'a refused client');
  await page.getByLabel('Asked every').fill('3m');
  await page.getByRole('button', { name: 'Add the client' }).click();
  await page.getByRole('heading', { name: long.company, level: 1 }).waitFor();
  const client = page.url();
  await judge('a-new-client');
  await page.getByLabel('Assessment', { exact: true }).selectOption('How secure is your business?');
  await page.getByRole('button', { name: 'Make a link' }).click();
  await page.getByRole('heading', { name: 'Ready to be sent' }).waitFor();
  await judge('an-invitation');
  const opens = await page.getByLabel('Link', { exact: true }).inputValue();
  assert.equal((await fetch(opens)).status, 200, opens);
  const invitation = opens.split('/i/')[1];
  await send(origin, { name: 'Mona Quill', email: 'mona@client.example' }, {}, { invitation });
  await send(origin, { name: 'Tom Lee', email: 'tom@client.example' }, { infosec: ['none'] }, { invitation });
  await send(origin, { name: 'Mona Quill', email: 'mona@client.example' }, { infosec: ['none'], seats: 40, 'seats-next-year': 30 }, { invitation });
  await page.goto(client);
  await page.getByText('No longer: ').first().waitFor();
  await judge('a-client');
  for (const [name, button] of [['an-agenda', 'Agenda'], ['a-plan', 'Plan for their business plan'], ['side-by-side', '2 people side by side']]) {
    await page.goto(client);
    await page.getByRole('link', { name: button }).click();
    await judge(name);
    if (name !== 'an-agenda') continue;
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page[^s]/g).length, 1, 'an agenda is one printed page');
  }
  await page.goto(`${origin}/inbox/clients`);
  await judge('clients');
  await page.goto(`${origin}/inbox/sheets/security`);
  await page.getByLabel('Client (optional)').selectOption(long.company);
  await judge('a-clients-sheet');
  await page.goto(client);
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByText('Taken back').waitFor();
  assert.equal((await fetch(opens)).status, 404, 'a link that was taken back opens nothing');
  await page.getByRole('link', { name: 'off the list' }).click();
  await judge('before-removing');
  const css = join(saved, 'inbox.css');
  writeFileSync(css, await raw(await page.locator('link[rel=stylesheet]').evaluate((sheet) => sheet.href)));
  assert.deepEqual(await findings([...names.map((name) => join(saved, name, 'index.html')), css]), []);
  await page.getByRole('button', { name: 'Take off the list' }).click();
  await page.getByText('No client is on the list yet.').waitFor();
});

test('a brief fits on a printed page, without any of the forms', async (t) => {
  const server = await start(t, exampleSite(t), 'serve');
  const link = await welcome(server);
  // A director of 60 seats, 75 in a year, whose IT person is leaving: much is known, and 34 gaps are open.
  const id = await send(
    server.origin,
    { name: 'Dana Reyes', email: 'dana@client.example', company: 'Client Ltd', role: 'Director', phone: '+1 555 0100' },
    { leavers: ['none'], seats: 60, 'seats-next-year': 75, devices: 64, changes: ['it-leaver'], role: 'owner' },
  );
  const page = await openPage(t);
  await page.goto(link);
  await page.goto(`${server.origin}/inbox/leads/${id}`);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('form:visible').count(), 0);
  const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: false })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page[^s]/g).length;
  assert.equal(pages, 1, 'one printed page');
});
