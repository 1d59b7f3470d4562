// Whoever goes by Tab sees where they are: a ring at each stop, and nothing that lies over it or cuts it off.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, openPage } from './support/browser.mjs';
import { exampleSite, start } from './support/gradewright.mjs';
import { everyKind } from './support/fixtures.mjs';
import { send } from './support/sheets.mjs';
import { answer, begin, mona } from './support/respondent.mjs';

after(closeBrowser);

/** Where the focus is: what has the ring (a row of options has it for its box) and what is wrong with it. */
function stop() {
  const e = document.activeElement;
  const rows = [e, e.closest('label'), e.closest('li')].filter(Boolean);
  const ringed = rows.find((row) => getComputedStyle(row).outlineStyle !== 'none' && parseFloat(getComputedStyle(row).outlineWidth) >= 2);
  const name = `${e.tagName} ${e.id || e.name || e.textContent.trim().slice(0, 30)} ${e.value ?? ''}`.trim();
  // The button in a date field is the browser's own, and so is its ring.
  if (e.type === 'date' && !e.matches(':focus')) return { name, at: [0, 0] };
  if (!ringed) return { name, fault: 'has no ring' };
  const box = ringed.getBoundingClientRect();
  const page = document.documentElement;
  const style = getComputedStyle(ringed);
  const around = parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth);
  const edges = [box.top - around, box.left - around, page.clientWidth - box.right - around, innerHeight - box.bottom - around];
  // Of an area to write in, the browser brings the line with the cursor into sight.
  if (e.matches('textarea')) edges.pop();
  if (box.height < innerHeight && edges.some((edge) => edge < -0.5)) return { name, top: box.top, fault: `is out of sight: ${edges}` };
  for (let above = ringed.parentElement; above && above !== document.body; above = above.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(above);
    if (above !== page && `${overflowX}${overflowY}` !== 'visiblevisible') return { name, fault: `is cut off by ${above.outerHTML.slice(0, 60)}` };
  }
  // Its first and last line, and between them: what is there must be itself or within it.
  for (const y of [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2]) {
    const [lines] = ringed.getClientRects();
    const over = document.elementFromPoint(lines.left + Math.min(lines.width / 2, 12), Math.min(Math.max(y, lines.top + 2), lines.bottom - 2));
    if (over && !ringed.contains(over) && !over.contains(ringed)) return { name, fault: `lies under ${over.outerHTML.slice(0, 80)}` };
  }
  return { name, at: [Math.round(box.top + scrollY), Math.round(box.left)] };
}

/** Tab from the top of the page to its end: every stop seen, in the order of reading. Their names. */
async function walk(page, state) {
  await page.evaluate(() => {
    document.activeElement.blur();
    getSelection().removeAllRanges();
    scrollTo(0, 0);
  });
  const names = [];
  let deepest = 0;
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement === document.body)) return names;
    const { name, fault, at } = await page.evaluate(stop);
    // At the end focus leaves the page, or, where the browser has nothing else to focus, begins again at the first stop.
    if (name === names[0]) return names;
    assert.equal(fault, undefined, `${state}: ${name} ${fault}`);
    // A row may hold two stops side by side; none is above what came before by more than such a row.
    assert.ok(!at[0] || at[0] > deepest - 120, `${state}: ${name} comes after something below it`);
    deepest = Math.max(deepest, at[0]);
    names.push(name);
  }
  throw new Error(`${state} has no end: ${names}`);
}

for (const width of [360, 1280]) {
  test(`every stop is seen, ${width} px`, async (t) => {
    const example = await start(t, exampleSite(t));
    const kinds = await start(t, everyKind(t));
    const page = await openPage(t, { viewport: { width, height: 640 }, expected: [/status of 422/], origins: [example.origin, kinds.origin] });
    for (const path of ['/', '/services/', '/embed/', '/graders/security/']) {
      await page.goto(example.origin + path);
      if (path.includes('security')) await page.locator('#grader.stepping').waitFor({ state: 'attached' });
      const names = await walk(page, path);
      assert.ok(names.length >= 5, names.join());
    }
    await page.goto(`${kinds.origin}/graders/all/`);
    await begin(page);
    await page.locator('[data-menu] summary').click();
    await walk(page, 'a question and the menu');
    const sheet = { many: ['unsure'], one: 'no', scale: '3', seats: 4, trouble: ['none'], else: '' };
    for (const [name, given] of Object.entries(sheet)) {
      await page.locator(`[data-question="${name}"]`).waitFor();
      await answer(page, name, given);
      if (name === 'scale') await walk(page, 'a scale');
      await page.locator('[data-next]').click();
    }
    await page.locator('#review').waitFor();
    await walk(page, 'the review');
    const given = { many: ['shown'], one: 'paper', where: 'x', scale: 3, seats: 40, keeper: 'nobody', trouble: ['invoice'] };
    await page.goto(kinds.origin + (await send(kinds.origin, 'all', given, { contact: mona, consent: true })));
    const names = await walk(page, 'the report and its decisions');
    assert.ok(names.some((name) => name.includes('decider-review')) && names.some((name) => name.includes('decision.')), names.join());
  });
}
