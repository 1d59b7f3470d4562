// What somebody does who takes a grader: the steps that several tests share.
import assert from 'node:assert/strict';

/** The question that is on show, or `null` past the last. */
export const question = (page) => page.locator('#grader [data-question]:visible');

/** The id of the question that is on show. */
export const at = (page) => question(page).getAttribute('data-question');

export const option = (page, name, value) => page.locator(`[name="${name}"][value="${value}"]`);

/** Ticks, chooses or types what `sheet` says for one question. */
export async function answer(page, name, given) {
  if (given === undefined) return;
  if (typeof given === 'number') return page.locator(`[name="${name}"]`).fill(String(given));
  const inputs = page.locator(`[name="${name}"]`);
  if (await inputs.first().evaluate((e) => e.matches('textarea, [type="number"]'))) return inputs.fill(given);
  for (const value of [given].flat()) {
    await page.locator('label.option').filter({ has: option(page, name, value) }).click();
  }
}

/** Waits for the script and presses Start, where the page is at its start. */
export async function begin(page) {
  await page.locator('#grader.stepping').waitFor({ state: 'attached' });
  const button = page.locator('[data-start]:visible');
  if (await button.count()) await button.click();
}

/** The review, on show. */
export const review = (page) => page.locator('#review:visible');

/** Goes through every question with the mouse, up to the review. Returns the questions asked. */
export async function answerAll(page, sheet) {
  await begin(page);
  const asked = [];
  // No assessment of the tests has as many questions.
  for (let step = 0; step < 120; step += 1) {
    const name = await at(page);
    asked.push(name);
    await answer(page, name, sheet[name]);
    await page.locator('[data-next]').click();
    await page.locator(`[data-question="${name}"]`).waitFor({ state: 'hidden' });
    if (await review(page).count()) return asked;
  }
  throw new Error('the grader has no end');
}

/** Goes through every question with the mouse, looks them over (`look` too) and presses the last button. Returns the questions asked. */
export async function take(page, sheet, look) {
  const asked = await answerAll(page, sheet);
  if (look) await look();
  await page.locator('[data-next]').click();
  return asked;
}

/** The questions as the page's own definition has them. */
export async function questions(page) {
  const definition = JSON.parse(await page.locator('#definition').textContent());
  return definition.categories.flatMap((category) => category.questions);
}

/** The best that can be answered: every good state, the best choice, the top of each scale; figures are left to the test. */
export async function goodSheet(page) {
  const sheet = {};
  for (const q of await questions(page)) {
    if (q.is === 'many') {
      const good = q.choices.filter((choice) => !choice.role);
      sheet[q.id] = (good.length ? good : q.choices.filter((choice) => choice.role === 'none')).map((choice) => choice.id);
    } else if (q.is === 'one') {
      sheet[q.id] = [...q.choices].sort((a, b) => (b.points ?? 0) - (a.points ?? 0))[0].id;
    } else if (q.is === 'scale') {
      sheet[q.id] = String(q.max);
    }
  }
  return sheet;
}

/** Types contact details wherever the form asks for them, and agrees (or not). */
export async function introduce(where, { consent = true, ...contact }) {
  for (const [field, value] of Object.entries(contact)) await where.locator(`[name="contact.${field}"]`).fill(value);
  if (consent) await where.locator('[name="consent"]').check();
}

export const mona = { name: 'Mona Field', email: 'mona@harbor-bakery.example', company: 'Harbor Bakery' };

/** The score that is on show, as a number. */
export async function shownScore(page) {
  const text = await page.locator('[data-shown]:visible').textContent();
  assert.match(text, /^\d{1,3}$/);
  return Number(text);
}

/** What the report on show names as open, as helpful and as fine: the same parts on a page and at /r/…. */
export async function reportParts(page) {
  const listed = (attribute) =>
    page.locator(`[${attribute}]:visible`).evaluateAll((all, a) => all.map((e) => e.getAttribute(a)), attribute);
  const words = (selector) =>
    page.locator(`${selector}:visible`).evaluateAll((all) => all.map((e) => e.textContent.replace(/\s+/g, ' ').trim()));
  return {
    score: await shownScore(page),
    band: await words('.score .band'),
    // Line breaks between the parts of a row are a matter of the template.
    wins: (await words('[data-wins] > li')).map((text) => text.replaceAll(' ', '')),
    way: (await words('.way > li')).map((text) => text.replaceAll(' ', '')),
    gaps: await listed('data-gap'),
    kinds: await words('[data-gap] [data-kind]'),
    services: await listed('data-service'),
    strengths: await words('[data-service] [data-strength]'),
    good: await listed('data-good'),
  };
}
