// The text of each page of a PDF that Chromium printed: enough of the format (ISO 32000) for what Skia writes.
import { inflateSync } from 'node:zlib';

/** Text as pages of a PDF can be searched for it: without white space, with ligatures taken apart. */
export const squeezed = (text) => text.normalize('NFKC').replaceAll(/\s/g, '');

/** One `squeezed` string a page, in the order of painting. */
export function textOfPages(bytes) {
  const file = bytes.toString('latin1');
  const objects = new Map();
  for (const [, number, body] of file.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)\nendobj/g)) objects.set(number, body);
  const stream = (number) => {
    const body = objects.get(number);
    const data = /stream\r?\n([\s\S]*?)\r?\nendstream/.exec(body);
    if (!data) return '';
    const raw = Buffer.from(data[1], 'latin1');
    return (/FlateDecode/.test(body) ? inflateSync(raw) : raw).toString('latin1');
  };
  const unicode = (hex) => String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16)));
  const letters = (font) => {
    const map = new Map();
    const table = stream(/\/ToUnicode (\d+) 0 R/.exec(objects.get(font) ?? '')?.[1]);
    for (const [, part] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
      for (const [, glyph, text] of part.matchAll(/<(\w+)>\s*<(\w+)>/g)) map.set(parseInt(glyph, 16), unicode(text));
    }
    for (const [, part] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
      for (const [, from, to, text] of part.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
        for (let glyph = parseInt(from, 16), at = 0; glyph <= parseInt(to, 16); glyph += 1, at += 1) {
          map.set(glyph, String.fromCharCode(parseInt(text, 16) + at));
        }
      }
    }
    return map;
  };
  const fonts = new Map();
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body));
  return pages.map((page) => {
    const resources = /\/Font <<([\s\S]*?)>>/.exec(page)?.[1] ?? '';
    const names = new Map([...resources.matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, name, font]) => [name, font]));
    let text = '';
    let map = new Map();
    for (const [, name, hex] of stream(/\/Contents (\d+) 0 R/.exec(page)[1]).matchAll(/\/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>/g)) {
      if (name) {
        const font = names.get(name);
        if (!fonts.has(font)) fonts.set(font, letters(font));
        map = fonts.get(font);
      } else for (const glyph of hex.match(/.{4}/g) ?? []) text += map.get(parseInt(glyph, 16)) ?? '';
    }
    return squeezed(text);
  });
}
