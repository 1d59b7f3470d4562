// Takes the pictures that the README and docs/ show: the flow, the report with its decisions, paper, the brief. `docs/screenshots` runs it.
// For a picture of every state: LOOKS=FOLDER node --test accessibility*.test.mjs
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { browser, closeBrowser, openPage } from './support/browser.mjs';
import { exampleSite, start } from './support/gradewright.mjs';
import { answer, answerAll, begin, goodSheet, introduce, mona, take } from './support/respondent.mjs';

const into = process.argv[2];
const size = { width: 760, height: 900 };
const afterwards = [];
const t = { after: (undo) => afterwards.push(undo) };

/** The HTML part of a mail: https://www.rfc-editor.org/rfc/rfc2045#section-6.7 is how its text is written. */
function htmlOf(mail) {
  const at = mail.search(/^content-type: text\/html/im);
  const boundary = /boundary="?([^";\r\n]+)/i.exec(mail)[1];
  const [head, ...rest] = mail.slice(at).split(/\r?\n\r?\n/);
  const whole = mail.slice(at);
  const body = whole.slice(whole.indexOf(rest[0])).split(`--${boundary}`)[0];
  if (/base64/i.test(head + mail.slice(Math.max(0, at - 200), at))) return Buffer.from(body, 'base64').toString();
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

async function brief(site) {
  for (let round = 0; round < 100; round += 1) {
    const folder = join(site, 'data/mail');
    const [mail] = (() => {
      try {
        return readdirSync(folder).filter((name) => name.endsWith('.eml'));
      } catch {
        return [];
      }
    })();
    if (mail) return htmlOf(readFileSync(join(folder, mail), 'utf8'));
    await pause(100);
  }
  throw new Error('no brief was written');
}

try {
  const site = exampleSite(t);
  const { origin } = await start(t, site);
  const page = await openPage(t, { viewport: size, deviceScaleFactor: 1.25 });
  const shoot = (name, from = page) => from.screenshot({ path: join(into, `${name}.png`), animations: 'disabled' });
  await page.goto(`${origin}/graders/security/`);
  await shoot('start');
  const sheet = { ...(await goodSheet(page)), infosec: ['vault'], seats: 60, devices: 70, role: 'owner' };
  await begin(page);
  await answer(page, 'infosec', ['vault', 'mailboxes']);
  await page.locator('#grader').evaluate((form) => form.scrollIntoView());
  await page.mouse.move(0, 0);
  await shoot('question');
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${origin}/graders/security/?again`);
  await take(page, sheet);
  await introduce(page.locator('#contact-form'), { ...mona, role: 'Owner', phone: '+1 555 0142' });
  await page.locator('[data-send-contact]').click();
  await page.waitForURL(/\/r\//);
  await shoot('report');
  await page.locator('[name="decision.infosec.lost-devices"][value="want"]').check({ force: true });
  await page.locator('[name="explain.infosec.mailboxes"]').check();
  await page.locator('#decide-status').filter({ hasText: 'Saved' }).waitFor();
  await page.locator('[data-gap="infosec.lost-devices"]').evaluate((gap) => gap.scrollIntoView());
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement.blur());
  await shoot('decisions');
  await page.goto(`${origin}/graders/security/?review`);
  await answerAll(page, sheet);
  await page.evaluate(() => scrollTo(0, 0));
  await shoot('review');
  await page.goto(`${origin}/graders/security/print/`);
  await shoot('paper');

  const mail = await (await browser()).newPage({ viewport: size, deviceScaleFactor: 1.25 });
  await mail.setContent(await brief(site));
  await shoot('brief', mail);
} finally {
  for (const undo of afterwards) await undo();
  await closeBrowser();
}
