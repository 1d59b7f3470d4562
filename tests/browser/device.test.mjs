// What stays on the device, what can be taken to another one, and what goes when it is asked to.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, openPage } from './support/browser.mjs';
import { edit, leads, start } from './support/gradewright.mjs';
import { everyKind, gates } from './support/fixtures.mjs';
import { answer, at, begin, introduce, mona, option, review, take } from './support/respondent.mjs';

after(closeBrowser);

const kept = (page) => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
const ticked = (page, name) => page.locator(`[name="${name}"]:checked`).evaluateAll((all) => all.map((i) => i.value));

/** Half way through: three answers, and the fourth question on show. */
async function halfWay(t, site) {
  const { origin } = await start(t, site);
  const page = await openPage(t);
  const address = `${origin}/graders/all/`;
  await page.goto(address);
  await begin(page);
  await answer(page, 'many', ['back', 'shown']);
  await page.locator('[data-next]').click();
  await answer(page, 'one', 'paper');
  await page.locator('[data-next]').click();
  await answer(page, 'where', 'Löffel & "Gabel" #7 = 100 %');
  await page.locator('[data-next]').click();
  await page.locator('[data-question="scale"]').waitFor();
  return { page, address };
}

/** The link that carries the answers away. */
async function link(page) {
  await page.locator('[data-menu] summary').click();
  const address = page.locator('[data-address]');
  await page.waitForFunction((field) => field.value, await address.elementHandle());
  return address.inputValue();
}

test('the tab is closed half way: everything is there when the grader is opened again', async (t) => {
  const { page, address } = await halfWay(t, everyKind(t));
  const again = await page.context().newPage();
  await page.close();
  await again.goto(address);
  await again.locator('[data-question="scale"]').waitFor();
  assert.deepEqual(await ticked(again, 'many'), ['back', 'shown']);
  assert.deepEqual(await ticked(again, 'one'), ['paper']);
  assert.equal(await again.locator('[name="where"]').inputValue(), 'Löffel & "Gabel" #7 = 100 %');
  await again.locator('[data-menu] summary').click();
  await again.getByText('Saved on this device').waitFor();
});

test('the grader was edited meanwhile: what still fits is there, and what is new is asked', async (t) => {
  const site = everyKind(t);
  const { page, address } = await halfWay(t, site);
  await page.close();
  edit(site, 'graders/all.md', '- [ ] Everyone was shown how. `#shown, service training`', '- [ ] Everyone was shown. `#taught, service training`');
  edit(site, 'graders/all.md', '### Is there a plan?', '### Is there any plan at all?');
  edit(site, 'graders/all.md', '`#scale, scale 0-10,', '`#certain, scale 0-10,');
  const edited = await start(t, site, 'serve');
  // Another port is another origin to a browser: what the first one kept is put where the second one looks.
  const again = await openPage(t);
  await again.goto(`${edited.origin}/`);
  await again.evaluate(
    (draft) => localStorage.setItem('gradewright:/graders/all/', draft),
    JSON.stringify({ id: crypto.randomUUID(), at: 'scale', far: 4, fields: [['many', 'back'], ['many', 'shown'], ['one', 'paper'], ['where', 'Here'], ['gone', 'x']] }),
  );
  await again.goto(edited.origin + new URL(address).pathname);
  await again.locator('[data-question="certain"]').waitFor();
  assert.deepEqual(await ticked(again, 'many'), ['back']);
  assert.deepEqual(await ticked(again, 'one'), ['paper']);
});

test('once sent, nothing is kept, until something is answered anew', async (t) => {
  const { origin } = await start(t, gates(t));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/none/`);
  await take(page, { basics: ['back'] });
  await page.locator('#notice [data-link]').waitFor();
  assert.equal(await kept(page), '{}');
  await page.locator('[data-change]').click();
  await page.locator('#review [data-to="basics"]').click();
  assert.equal(await kept(page), '{}', 'looking is no change');
  await answer(page, 'basics', ['shown']);
  assert.match(await kept(page), /shown/);
});

test('another device goes on by a link, and no request carries an answer', async (t) => {
  const site = everyKind(t);
  const { page } = await halfWay(t, site);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const address = await link(page);
  await page.locator('[data-copy]').click();
  await page.locator('[data-copy]').filter({ hasText: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);

  const other = await openPage(t);
  const requests = [];
  other.on('request', (request) => requests.push(`${request.method()} ${request.url()} ${request.postData() ?? ''} ${JSON.stringify(request.headers())}`));
  await other.goto(address);
  await other.locator('[data-question="scale"]').waitFor();
  assert.equal(new URL(other.url()).hash, '', 'the address holds no answers any more');
  assert.deepEqual(await ticked(other, 'many'), ['back', 'shown']);
  assert.equal(await other.locator('[name="where"]').inputValue(), 'Löffel & "Gabel" #7 = 100 %');
  await other.reload();
  await other.locator('[data-question="scale"]').waitFor();
  assert.ok(requests.length >= 4);
  for (const request of requests) assert.doesNotMatch(request, /answers=|paper|Gabel|shown/);
  assert.deepEqual(await leads(site), []);
});

test('a link never takes the place of other answers without asking, and not in an open page either', async (t) => {
  const { page, address } = await halfWay(t, everyKind(t));
  const incoming = `${address}#answers=${new URLSearchParams([['many', 'none'], ['seats', '7'], ['nobody', 'x']])}`;
  const asked = [];
  let agree = false;
  page.on('dialog', (dialog) => {
    asked.push(dialog.message());
    return agree ? dialog.accept() : dialog.dismiss();
  });
  const open = async (to) => {
    // In the open page it is the same document: it must look again by itself.
    await Promise.all([page.waitForEvent('load'), page.evaluate((href) => { location.href = href; }, to)]);
    await page.locator('#grader.stepping').waitFor();
  };
  await open(incoming);
  assert.equal(asked.length, 1);
  assert.match(asked[0], /kept/);
  assert.deepEqual(await ticked(page, 'many'), ['back', 'shown']);
  assert.equal(await at(page), 'scale');
  agree = true;
  await open(incoming);
  assert.equal(asked.length, 2);
  assert.deepEqual(await ticked(page, 'many'), ['none']);
  assert.deepEqual(await ticked(page, 'one'), []);
  assert.equal(await page.locator('[name="seats"]').inputValue(), '7');
  assert.equal(await at(page), 'one', 'the first that is open');
  await open(incoming);
  assert.equal(asked.length, 2, 'the same answers need no question');
});

test('one button deletes everything of this grader from the device: answers, and what waits to be sent', async (t) => {
  const { origin } = await start(t, gates(t));
  const page = await openPage(t, { expected: [/net::ERR_/] });
  await page.route('**/responses/**', (route) => route.abort());
  await page.goto(`${origin}/graders/after-report/`);
  await take(page, { basics: ['back'] });
  await page.locator('#notice').filter({ hasText: 'kept on this device' }).waitFor();
  await page.goto(`${origin}/graders/before/`);
  await begin(page);
  await answer(page, 'basics', ['shown']);
  await page.locator('[data-next]').click();
  await page.locator('[data-next]').click();
  await review(page).waitFor();
  await page.locator('[data-next]').click();
  await introduce(page.locator('#contact-step'), mona);
  await page.locator('[data-next]').click();
  await page.locator('#notice').filter({ hasText: 'kept on this device' }).waitFor();
  assert.match(await kept(page), /mona@/);
  await page.reload();
  await page.locator('[data-shown]:visible').waitFor();

  // Somebody opens the grader again and wants it gone.
  await page.locator('[data-restart]').click();
  await begin(page);
  await page.locator('[data-menu] summary').click();
  await page.locator('[data-wipe]').click();
  await page.locator('[data-start]').waitFor();
  const left = await kept(page);
  assert.doesNotMatch(left, /mona@|shown/);
  assert.match(left, /responses\/after-report/, 'another grader keeps its own');
  await page.reload();
  await page.locator('[data-start]').waitFor();
  assert.equal(await page.locator('#grader :checked').count(), 0);
  assert.equal(await option(page, 'basics', 'shown').isVisible(), false);
});

test('a browser that keeps nothing: the grader works, and says nothing about keeping', async (t) => {
  const { origin } = await start(t, gates(t));
  const page = await openPage(t);
  await page.addInitScript(() => {
    for (const name of ['getItem', 'setItem', 'removeItem']) {
      Storage.prototype[name] = () => {
        throw new DOMException('denied', 'SecurityError');
      };
    }
  });
  await page.goto(`${origin}/graders/none/`);
  await begin(page);
  await answer(page, 'basics', ['back']);
  await page.locator('[data-menu] summary').click();
  await page.locator('[data-address]').waitFor();
  assert.equal(await page.locator('[data-saved]').isVisible(), false);
  await page.locator('[data-menu] summary').click();
  await take(page, {});
  await page.locator('#notice [data-link]').waitFor();
});

test('two tabs of one grader hold the same answers, and neither loses what the other got', async (t) => {
  const { page, address } = await halfWay(t, everyKind(t));
  const other = await page.context().newPage();
  await other.goto(address);
  await other.locator('[data-question="scale"]').waitFor();
  await answer(other, 'scale', '7');
  await other.locator('[data-next]').click();
  await page.locator('[name="scale"][value="7"]:checked').waitFor({ state: 'attached' });
  await answer(page, 'scale', '3');
  await other.locator('[name="scale"][value="3"]:checked').waitFor({ state: 'attached' });
  const bar = await page.locator('progress').evaluate((e) => e.value);
  assert.equal(bar, await other.locator('progress').evaluate((e) => e.value), 'as far as either tab has come');
});

test('what somebody else keeps under our name does not stop the grader', async (t) => {
  const { page, address } = await halfWay(t, everyKind(t));
  await page.evaluate((path) => {
    localStorage.setItem(`gradewright:${path}`, '{"at":"=result","fields":5}');
    localStorage.setItem('gradewright-pending', '{"x":[]}');
  }, new URL(address).pathname);
  await page.goto(address);
  await begin(page);
  await page.locator('[data-question="many"]').waitFor();
});
