// The paper edition: as a page, to axe and the W3C's checker, and printed on both papers.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { closeBrowser, openPage } from './support/browser.mjs';
import { filesBelow } from './support/files.mjs';
import { everyKind } from './support/fixtures.mjs';
import { edit, exampleSite, siteOf, start } from './support/gradewright.mjs';
import { findings } from './support/html-checker.mjs';
import { squeezed, textOfPages } from './support/pdf.mjs';

after(closeBrowser);

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Prints as a person does who leaves every box of the print window as it is: no background graphics. */
async function printed(page, format) {
  return textOfPages(await page.pdf({ format, preferCSSPageSize: false, printBackground: false }));
}

/** Each question as the list of its texts: the question itself first, then everything that belongs to it. */
async function questions(page) {
  const all = await page.locator('.question').evaluateAll((found) =>
    found.map((question) => {
      const parts = [question.querySelector('.ask'), ...question.querySelectorAll('p, li')];
      return parts.map((part) => [...part.childNodes].filter((node) => node.className !== 'number').map((node) => node.textContent).join(''));
    }),
  );
  return all.map((texts) => texts.map(squeezed).filter(Boolean));
}

const times = (text, part) => text.split(part).length - 1;

for (const format of ['A4', 'Letter']) {
  test(`on ${format} no question is cut, no heading is left alone, and every page has its foot`, async (t) => {
    const { origin } = await start(t, exampleSite(t));
    const page = await openPage(t);
    for (const grader of ['security', 'saas']) {
      await page.goto(`${origin}/graders/${grader}/print/`);
      const code = await page.locator('.code b').textContent();
      const asked = await questions(page);
      const headings = await page.locator('.part').evaluateAll((parts) => parts.map((part) => part.querySelector('h2').textContent));
      const sizes = await page.locator('.part').evaluateAll((parts) => parts.map((part) => part.querySelectorAll('.question').length));
      const pages = await printed(page, format);
      assert.ok(pages.length > 3, `${pages.length} pages`);
      pages.forEach((text, at) => {
        for (const foot of ['QuillhavenIT', `Sheet${code}`, `${at + 1}/${pages.length}`]) {
          assert.ok(text.includes(foot), `${foot} on page ${at + 1} of ${grader}: ${text}`);
        }
      });
      assert.ok(asked.length > 10);
      let begun = 0;
      for (const text of pages) {
        const here = asked.filter(([question]) => text.includes(question));
        begun += here.length;
        // The same words (“None of these”) may belong to several questions of a page: each brings its own.
        for (const part of new Set(here.flat())) {
          const wanted = here.flat().filter((other) => other === part).length;
          assert.ok(times(text, part) >= wanted, `“${part}” ${wanted} times on one page of ${grader}: ${text}`);
        }
      }
      assert.equal(begun, asked.length, 'each question begins on one page');
      let at = 0;
      headings.forEach((heading, section) => {
        const whole = pages.some((text) => text.includes(squeezed(heading)) && text.includes(asked[at][0]));
        assert.ok(whole, `the heading “${heading}” stands with its first question`);
        at += sizes[section];
      });
    }
  });
}

test('the cover stands alone, with lines to write on and the wording of the consent', async (t) => {
  const { origin } = await start(t, everyKind(t));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/all/print/`);
  const [cover, ...rest] = await printed(page, 'A4');
  for (const words of ['LanternIT', 'Everykindofquestion', 'Client', 'Date', 'Whotookpart', '8questions,about2minutes', 'Tickwhatistruetoday']) {
    assert.ok(cover.includes(words), `${words} in ${cover}`);
  }
  assert.ok(!cover.includes('Whichofthesearetrue'));
  assert.ok(!cover.includes('Iagree'), 'a grader that asks for nobody has no consent');
  const inside = rest.join('');
  for (const words of [
    'Onlyifyouchose“Onpaper”inquestion2.',
    'Onlyifquestion5is20ormore.',
    'Anythingelse?(optional)',
    'awholenumberfrom1to500',
    '0:notatall10:completely',
  ]) {
    assert.ok(inside.includes(words), `${words} in ${inside}`);
  }
  assert.equal(await page.locator('.scale > li').count(), 11);
});

test('a sheet speaks the language of its page', async (t) => {
  const { origin } = await start(t, everyKind(t, 'language: es\n'));
  const page = await openPage(t);
  await page.goto(`${origin}/graders/all/print/`);
  const pages = await printed(page, 'A4');
  for (const words of ['8preguntas', 'Casillascuadradas', 'Solosieligió«Onpaper»enlapregunta2.', 'larespuestaalapregunta5es20omás', '(opcional)', 'Hoja']) {
    assert.ok(pages.join('').includes(words), words);
  }
});

test('a sheet has no finding, on a phone and a desk, light and dark, white and tinted', async (t) => {
  const site = everyKind(t);
  edit(site, 'graders/all.md', 'gate: none', 'gate: before\npaper: pink');
  const { origin } = await start(t, site);
  const page = await openPage(t);
  for (const path of ['/graders/all/print/', '/questionnaires/fit/print/']) {
    await page.goto(origin + path);
    for (const width of [360, 1280]) {
      for (const colorScheme of ['light', 'dark']) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(tags).analyze();
        const found = violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join('; ')}`);
        assert.deepEqual(found, [], `${path}, ${width} px, ${colorScheme}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.ok(!wide, `nothing sticks out at ${width} px`);
      }
    }
  }
  const sheets = filesBelow(site, '.html').filter((file) => file.includes('/print/'));
  const styles = filesBelow(site, '.css').filter((file) => file.includes('/paper-'));
  assert.equal(sheets.length + styles.length, 3);
  assert.deepEqual(await findings([...sheets, ...styles]), []);
});

test('a page loads its style sheet and nothing else that runs, and leads to the grader', async (t) => {
  const { origin } = await start(t, exampleSite(t));
  const page = await openPage(t);
  const asked = [];
  page.on('request', (request) => asked.push(request.resourceType()));
  await page.goto(`${origin}/graders/security/print/`);
  assert.ok(!asked.includes('script'), asked.join(' '));
  await page.locator('.screen a').click();
  await page.waitForURL(`${origin}/graders/security/`);
});

test('very long questions are broken between their options, and a name cannot leave its place', async (t) => {
  const options = Array.from({ length: 70 }, (_, at) => `- [ ] Statement number ${at} of many. \`service backup\``).join('\n');
  const site = siteOf(t, {
    'site.yaml': 'format: 1\nname: \'Kühn & "Söhne" } <IT>\'\n',
    'services/backup.md': '---\nname: Backup\n---\nText.\n',
    'graders/long.md': `---\ntitle: Long\n---\n### All of them?\n\`#all\`\n> Why.\n\n${options}\n- [ ] None of these \`none\`\n\n## Low\n\`band, from 0\`\nText.\n`,
  });
  const { origin } = await start(t, site);
  const page = await openPage(t);
  await page.goto(`${origin}/graders/long/print/`);
  const pages = await printed(page, 'A4');
  assert.ok(pages.length >= 3, `${pages.length} pages`);
  for (const text of pages) assert.ok(text.includes('Kühn&"Söhne"}<IT>'), text);
  for (let at = 0; at < 70; at += 1) {
    assert.ok(pages.some((text) => text.includes(`Statementnumber${at}ofmany.`)), `statement ${at}`);
  }
});
