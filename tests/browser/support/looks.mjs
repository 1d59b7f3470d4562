// A state of a page before every judge: axe-core narrow and wide, light and dark, the W3C's checker, and what no rule of theirs sees.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findings } from './html-checker.mjs';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a page's colours can change about it; everything else is the same in the dark. */
const ofColours = ['color-contrast', 'link-in-text-block'];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const runs = {
  light: { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] },
  dark: { runOnly: { type: 'rule', values: ofColours }, resultTypes: ['violations'] },
};

/** With `LOOKS=FOLDER` in the environment every state is also saved there as a picture, for somebody to look at. */
const pictures = process.env.LOOKS;
const seen = mkdtempSync(join(tmpdir(), 'gradewright-seen-'));
const states = [];

/** Texts and controls that stick out of the page at either side, or that are cut off where they stand. */
function outside() {
  const page = document.documentElement;
  const faults = [];
  if (page.scrollWidth > page.clientWidth) faults.push('the page scrolls sideways');
  for (const e of document.querySelectorAll('main :is(p, li, dt, dd, th, td, h1, h2, h3, label, a, button, input, textarea, svg)')) {
    if (e.closest('.sr, .trap, [hidden], pre, .scale') || !e.checkVisibility({ visibilityProperty: true })) continue;
    const box = e.getBoundingClientRect();
    if (box.width > 2 && (box.left < -1 || box.right > page.clientWidth + 1)) faults.push(`outside: ${e.outerHTML.slice(0, 120)}`);
  }
  return faults;
}

/**
 * The page as it stands now, at 360 and 1280 px, light and dark: no finding of axe-core, nothing that has to be scrolled
 * sideways. Its document is kept for `nothingInvalid`, where it is `ours`. `within` is a frame of the page that is looked
 * at instead of it.
 */
export async function accessible(page, state, within = page, { ours = true } = {}) {
  if (!(await within.evaluate(() => 'axe' in window))) await within.evaluate(source);
  if (ours) writeFileSync(join(seen, `${states.push(state) - 1}.html`), await within.content());
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    assert.deepEqual(await within.evaluate(outside), [], `${state} at ${width} px`);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await within.evaluate((options) => axe.run(document, options), runs[colorScheme]);
      const found = violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join('; ')}`);
      assert.deepEqual(found, [], `${state}, ${width} px, ${colorScheme}`);
      if (pictures) await picture(page, `${state} ${width} ${colorScheme}`);
    }
  }
}

async function picture(page, name) {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`), fullPage: true, animations: 'disabled' });
}

/** A warning about browsers of years ago. Only the script sets it, so no page that is sent has it. */
const old = 'The “inputmode” attribute is not supported in all browsers';

/** Every document that `accessible` has seen, as the script had left it, before the W3C's checker. For the end of a file. */
export async function nothingInvalid() {
  const files = states.map((_, at) => join(seen, `${at}.html`));
  try {
    const found = (await findings(files)).filter((line) => !line.includes(old));
    assert.deepEqual(found.map((line) => line.replace(/\S*?(\d+)\.html/, (_, at) => states[at])), []);
  } finally {
    rmSync(seen, { recursive: true, force: true });
  }
}
