import { Buffer } from 'node:buffer';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi;
const BASE64 = /^[\w+/-]{8,}={0,2}$/;
// What else is base64 by chance gives marks that nobody types.
const TYPED = /^[\p{L}\p{N}\p{P}\p{S} ]{4,}$/u;

// Shorter ones are settings more often than sessions, as `theme=dark` is.
const COOKIE = /(?:^|; *)(?!(?:domain|expires|max-age|path|samesite)=)[\w!#$%&'*+.^`|~-]{1,100}="?([^;"]{8,})/gi;

/** Decodes a text as in a URL, in HTML, in JSON and in base64; of `user:password`, returns the password, and of cookies their values. */
export function decodingsOf(text: string): readonly string[] {
  const decoded = [fromUri(text), fromUri(text.replaceAll('+', ' ')), fromHtml(text), fromJson(text), fromBase64(text)];
  return [...new Set([...decoded, ...fromCookies(text)])].filter((value) => value !== text && value !== '');
}

function fromCookies(text: string): readonly string[] {
  return text.includes('=') ? Array.from(text.matchAll(COOKIE), ([, value = '']) => value) : [];
}

function fromUri(text: string): string {
  try {
    return /[%+ ]/.test(text) ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}

function fromHtml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (all, name: string | undefined, decimal: string | undefined, hex: string | undefined) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? all;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

function fromJson(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

function fromBase64(text: string): string {
  if (!BASE64.test(text)) return text;
  const decoded = new TextDecoder().decode(Buffer.from(text, 'base64'));
  return TYPED.test(decoded) ? decoded.slice(decoded.indexOf(':') + 1) : text;
}
