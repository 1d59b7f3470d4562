// Runs the real binary on a site folder of its own, and reads back what it stored.
import { spawn, execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import assert from 'node:assert/strict';
import { cleanup } from './cleanup.mjs';

export const repository = fileURLToPath(new URL('../../..', import.meta.url));
const binary = process.env.GRADEWRIGHT || join(repository, 'target/debug/gradewright');
const run = promisify(execFile);

/** A new folder that goes away with the test. */
export function folder(t) {
  const made = mkdtempSync(join(tmpdir(), 'gradewright-browser-'));
  cleanup(t, () => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** The example site, as it stands in the repository. Tests answer faster than people: its limit on that is off. */
export function exampleSite(t) {
  const site = folder(t);
  cpSync(join(repository, 'content'), join(site, 'content'), { recursive: true });
  appendFileSync(join(site, 'content/site.yaml'), '\nlimits: { per_address: off }\n');
  return site;
}

/** A site from texts: `{'site.yaml': '…', 'graders/one.md': '…'}`. */
export function siteOf(t, files) {
  const site = folder(t);
  for (const [name, text] of Object.entries(files)) write(site, name, text);
  return site;
}

/** Writes one file below content/. */
export function write(site, name, text) {
  const file = join(site, 'content', name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

export const read = (site, name) => readFileSync(join(site, 'content', name), 'utf8');

/** Puts `to` in place of `from`, which must be there, in one file of content/. */
export function edit(site, name, from, to) {
  const text = read(site, name);
  assert.ok(text.includes(from), `${name} has no ${JSON.stringify(from)}`);
  write(site, name, text.replace(from, to));
}

/** Runs a command to its end; standard output, or an error with everything it printed. */
export async function gradewright(site, ...command) {
  const { stdout } = await run(binary, ['--site', site, ...command], { maxBuffer: 64 << 20 });
  return stdout;
}

/** `leads list` as data. */
export const leads = async (site) => JSON.parse(await gradewright(site, 'leads', 'list', '--format', 'json'));

/** `leads show ID` as data. */
export const lead = async (site, id) =>
  JSON.parse(await gradewright(site, 'leads', 'show', id, '--format', 'json'));

/** The one lead that there must be. */
export async function onlyLead(site) {
  const all = await leads(site);
  assert.equal(all.length, 1, `one lead, not ${JSON.stringify(all)}`);
  return lead(site, all[0].id);
}

/**
 * Starts `host` or `serve` and waits until it says where it listens. It stops with the test, in order: SIGTERM and exit 0.
 * `origin` has no slash at its end.
 */
export async function start(t, site, command = 'host', ...options) {
  const free = command === 'host' ? ['--listen', '127.0.0.1:0'] : ['--port', '0'];
  const child = spawn(binary, ['--site', site, command, ...free, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL')); // a test that never came to its end leaves nothing behind
  const server = { origin: '', printed: '', stop };
  const ended = new Promise((settle) => child.once('exit', (code, signal) => settle(signal ?? code)));
  let stopping = null;
  // A test that needs the server gone asks for it; every other one gets it at its end.
  async function stop() {
    stopping ??= (child.kill('SIGTERM'), ended);
    assert.equal(await stopping, 0, `${command} must stop in order; it printed:\n${server.printed}`);
  }
  cleanup(t, stop);
  await new Promise((ready, fail) => {
    const take = (bytes) => {
      server.printed += bytes;
      const found = /(?:Listening on|Your site) +(http:\/\/127\.0\.0\.1:\d+)/.exec(server.printed);
      if (found) ready((server.origin = found[1]));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    ended.then((code) => fail(new Error(`${command} ended with ${code} before it listened:\n${server.printed}`)));
  });
  return server;
}
