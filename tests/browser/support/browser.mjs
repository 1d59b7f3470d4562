// A real Chromium, and a page that fails its test at the first sign of trouble.
import { chromium } from 'playwright-core';
import assert from 'node:assert/strict';
import { cleanup } from './cleanup.mjs';

const options = {
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
let running = null;

/** The browser of this test file; `closeBrowser` belongs in its `after`. */
export const browser = () => (running ??= chromium.launch(options));

export async function closeBrowser() {
  if (running) await (await running).close();
  running = null;
}

/**
 * A page in a context of its own: nothing is remembered from another test. At its end the test fails where the page wrote
 * an error to the console, broke its Content-Security-Policy, threw, or asked another origin for anything.
 * `expected` lists patterns of console errors that the test brings about on purpose, `origins` every origin that may be
 * asked, where that is not one alone.
 */
export async function openPage(t, { expected = [], origins: allowed, ...context } = {}) {
  const made = await (await browser()).newContext({ locale: 'en-US', ...context });
  made.setDefaultTimeout(15_000);
  const faults = [];
  const origins = new Set();
  await made.addInitScript(() => {
    addEventListener('securitypolicyviolation', (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`));
  });
  made.on('page', (page) => {
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !expected.some((pattern) => pattern.test(text))) faults.push(`console: ${text}`);
    });
    page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
    page.on('request', (request) => {
      if (/^https?:/.test(request.url())) origins.add(new URL(request.url()).origin);
    });
  });
  const page = await made.newPage();
  cleanup(t, async () => {
    await made.close();
    assert.deepEqual(faults, [], 'the page is without faults');
    const asked = [...origins];
    if (allowed) assert.deepEqual(asked.filter((one) => !allowed.includes(one)), [], 'only those origins are asked');
    else assert.ok(asked.length <= 1, `a page asks its own origin alone, not ${asked.join(', ')}`);
  });
  return page;
}
