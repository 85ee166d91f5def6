import { Buffer } from 'node:buffer';

const ENTITIES: readonly Readonly<Record<string, string>>[] = [
  { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
  { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#x27;' },
];
const SHORTEST_BASE64 = 6;
// Shorter words and numbers are looked for by themselves.
const LONG = 8;
const SHORTEST = 4;

/** A way in which a secret may be written. */
export interface Spelling {
  readonly text: string;
  /** True when it counts only by itself, and not as a part of a word. */
  readonly isWord: boolean;
  /** True when it is a part of a longer encoded text, which is secret with it. */
  readonly isBase64: boolean;
}

/** All ways in which a secret may be written. */
export function everySpellingOf(value: string): readonly Spelling[] {
  const isWord = value.length < LONG && (/^(?:\p{L}+|[\d.+-]+)$/u.test(value) || value.length <= SHORTEST);
  return [
    ...spellingsOf(value).map((text) => ({ text, isWord, isBase64: false })),
    ...base64Of(value).map((text) => ({ text, isWord: false, isBase64: true })),
  ];
}

/** A text as it is written elsewhere: as it is, escaped in JSON, twice too, encoded in a URL, or in HTML. */
function spellingsOf(text: string): readonly string[] {
  if (/^[\w.~-]*$/.test(text)) return [text];
  const json = escapedIn(text);
  const ascii = json.replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const uri = text.isWellFormed() ? encodeURIComponent(text) : text;
  const form = uri.replace(/[!'()]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const lower = uri.replace(/%../g, (code) => code.toLowerCase());
  const html = ENTITIES.map((entities) => text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark));
  const inUri = [uri, form, lower].flatMap((spelling) => [spelling, spelling.replaceAll('%20', '+')]);
  const inJson = [json, ascii, json.replaceAll('/', '\\/'), escapedIn(json)];
  return [...new Set([text, ...inJson, ...inUri, ...html])];
}

/** Returns a text's base64 at each of three byte offsets; that of `bob:hunter2` contains one for `hunter2`. */
function base64Of(text: string): readonly string[] {
  return ['', ' ', '  '].flatMap((before) => {
    const all = Buffer.from(before + text).toString('base64');
    const bytes = before.length + Buffer.byteLength(text);
    const part = all.slice(Math.ceil((before.length * 8) / 6), Math.floor((bytes * 8) / 6));
    if (part.length < SHORTEST_BASE64) return [];
    return /[+/]/.test(part) ? [part, part.replaceAll('+', '-').replaceAll('/', '_')] : [part];
  });
}

function escapedIn(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
