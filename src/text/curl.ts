import { printable } from './printable.ts';
import { type LoggedRequest, sentRequest } from './sent-request.ts';

// What a URL may hold, but for what double quotes of a shell do not keep: `$`, a backtick, `!`.
const NOT_IN_URL = /[^\w\-.~/?&=%+,:;@()*]/gu;
const HIDES = /(?:^|\/)\.\.?(?:[/?]|$)/;
const IS_JSON = /^\s*[{["]/;
// A word of a command may have 128 KiB on Linux; printf is a part of the shell, which has no such bound.
const LONGEST_WORD_BYTES = 100_000;

/**
 * Writes the curl command that makes a call again, for sh, bash, dash and zsh. The address of the API and the key come from the
 * environment: PRESENTS_URL, API_KEY. In JSON, characters that cannot be pasted are escaped; undefined if others hold them.
 */
export function curlCommand(call: LoggedRequest): string | undefined {
  const { method, path: sentTo, body } = sentRequest(call);
  const path = sentTo.toWellFormed().replace(NOT_IN_URL, encodeURIComponent).replace(/[!']/g, escaped);
  const url = `"$PRESENTS_URL${path.startsWith('/') ? '' : '/'}${path}"`;
  // Else curl itself takes such steps out of the address.
  const asIs = HIDES.test(path) ? ' --path-as-is' : '';
  const key = '-H "X-API-Key: $API_KEY"';
  if (body === null) return `curl${methodWords(method)}${asIs} ${url} ${key}`;
  const data = pasteable(body);
  if (data === undefined) return undefined;
  const quoted = `'${data.replaceAll("'", `'\\''`)}'`;
  const command = `curl -X ${method ?? 'POST'}${asIs} ${url} ${key} -H 'Content-Type: application/json'`;
  if (new TextEncoder().encode(quoted).length <= LONGEST_WORD_BYTES) return `${command} --data-raw ${quoted}`;
  return `printf %s ${quoted} | ${command} --data-binary @-`;
}

// Told to use HEAD by -X, curl would wait for a body.
function methodWords(method = 'GET'): string {
  if (method === 'HEAD') return ' --head';
  return method === 'GET' ? '' : ` -X ${method}`;
}

function escaped(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A payload without what a terminal would obey when it is pasted; undefined if that would change what it says. */
function pasteable(payload: string): string | undefined {
  const text = payload.replace(/[\t\r]/g, ' ');
  const isPasteable = (line: string) => printable(line) === line;
  if (text === payload && text.split('\n').every(isPasteable)) return text;
  if (!isJson(payload)) return undefined;
  // Between the values of JSON nothing but blanks may stand.
  return text.replace(/[^\n\x20-\x7e]+/g, (part) => (isPasteable(part) ? part : escapedInJson(part)));
}

function escapedInJson(part: string): string {
  const units = Array.from({ length: part.length }, (_, at) => part.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

function isJson(text: string): boolean {
  if (!IS_JSON.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
