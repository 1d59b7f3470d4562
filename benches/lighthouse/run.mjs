// What Lighthouse says of the home page, a grader and a report of the example site, served by `host`:
//   cargo build --release && (cd benches/lighthouse && npm ci && node run.mjs)
// CHROMIUM names the browser. Prints four figures a page, and every check that is not full.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const site = mkdtempSync(join(tmpdir(), 'gradewright-lighthouse-'));
cpSync(join(repository, 'content'), join(site, 'content'), { recursive: true });
appendFileSync(join(site, 'content/site.yaml'), '\nlimits: { per_address: off }\n');
const host = spawn(join(repository, 'target/release/gradewright'), ['--site', site, 'host', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'pipe'],
});
const origin = await new Promise((found, failed) => {
  let said = '';
  const hear = (text) => {
    said += text;
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
    if (address) found(address[0]);
  };
  host.stdout.on('data', hear);
  host.stderr.on('data', hear);
  host.on('exit', () => failed(new Error(said)));
});

/** A response with gaps in every question; the path of its report. */
async function report() {
  const page = await (await fetch(`${origin}/graders/security/`)).text();
  const { categories } = JSON.parse(/id="definition">(.*?)<\/script>/s.exec(page)[1]);
  const answers = {};
  for (const q of categories.flatMap((c) => c.questions)) {
    if (q.is === 'many') answers[q.id] = [(q.choices.find((o) => !o.role) ?? q.choices[0]).id];
    if (q.is === 'one') answers[q.id] = q.choices[0].id;
    if (q.is === 'scale' || q.is === 'number') answers[q.id] = Math.min(q.max, Math.max(q.min, 60));
  }
  const contact = { name: 'Mona Field', email: 'mona@harbor-bakery.example' };
  const sent = await fetch(`${origin}/responses/security`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: crypto.randomUUID(), answers, contact, consent: true }),
  });
  return (await sent.json()).result_url;
}

const chrome = await launch({
  chromePath: process.env.CHROMIUM || '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'],
});
try {
  for (const [name, path] of [['home', '/'], ['grader', '/graders/security/'], ['report', await report()]]) {
    const { lhr } = await lighthouse(origin + path, { port: chrome.port, logLevel: 'error' });
    const figures = Object.values(lhr.categories).map((c) => `${c.title} ${Math.round(c.score * 100)}`);
    console.log(`${name.padEnd(8)} ${figures.join(' · ')}`);
    for (const { auditRefs } of Object.values(lhr.categories)) {
      for (const { id, weight } of auditRefs) {
        const audit = lhr.audits[id];
        if (weight && audit.score !== null && audit.score < 1) {
          console.log(`           ${id}: ${audit.score} ${audit.displayValue ?? ''}`);
        }
      }
    }
  }
} finally {
  await chrome.kill();
  host.removeAllListeners('exit');
  host.kill();
  rmSync(site, { recursive: true, force: true });
}
