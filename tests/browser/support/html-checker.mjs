// The W3C's own checker (https://validator.github.io/validator/) over files.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { basename, dirname } from 'node:path';

const jar = fileURLToPath(new URL('../node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));

/** Every finding over these files, errors and warnings alike, one line each. */
export async function findings(files) {
  const report = await new Promise((settle, fail) => {
    const command = ['-jar', jar, '--format', 'json', '--also-check-css', '--also-check-svg', ...files];
    // It writes its report to standard error and ends with 1 where it found something.
    execFile('java', command, { maxBuffer: 64 << 20 }, (error, _, text) => {
      if (text.trimStart().startsWith('{')) settle(JSON.parse(text));
      else fail(error ?? new Error(`the checker said nothing: ${text}`));
    });
  });
  return report.messages.map((m) => {
    const path = m.url ?? '';
    return `${basename(dirname(path))}/${basename(path)}:${m.lastLine ?? '?'} ${m.subType ?? m.type}: ${m.message} ${m.extract ?? ''}`;
  });
}
