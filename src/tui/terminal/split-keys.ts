import { MARKED_INPUT } from '../../model/terminal-input.ts';

// A whole bracketed paste, a function key of the Linux console, a CSI or SS3 sequence, an OSC or one of its kin, a lone or
// Alt-ed Escape, or one character.
const keyPattern =
  /\x1b\[200~.*?\x1b\[201~|\x1b\[\[[A-E]|\x1b\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|\x1bO.|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\x1b]|./gsu;

/** Answer of the terminal (OSC, DCS, the device attributes, or a place below the first row, whose own looks like F3), which is no key. */
export const replyPattern = /^\x1b(?:[\]P]|\[\?[\d;]*c$|\[(?:[2-9]|[1-9]\d+);\d+R$)/;

// An answer or a report about the mouse that is cut by the end of the piece: as narrow as the answers that are asked
// for, and bounded, so that a stray start (Alt with a bracket) never swallows what is typed after it.
const unfinishedPattern =
  /\x1b(?:\[20{0,2}|\[<[\d;]{0,20}|\](?:\d{1,2}(?:;[^\x07\x1b]{0,100}\x1b?)?)?|\[\?[\d;]{0,30})$/;

// The same while an answer is due, which may be cut anywhere.
const unfinishedReplyPattern =
  /\x1b(?:\](?:\d{1,2}(?:;[^\x07\x1b]{0,100}\x1b?)?)?|\[(?:20{0,2}|\?[\d;]{0,30}|<[\d;]{0,20}|\d{1,4}(?:;\d{0,4})?)?)?$/;

/** Start of a bracketed paste. */
export const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';
/** Limit of the kept part of an unfinished paste: more than any prompt takes. */
const KEPT_PASTE = 16_384;
/** No keyboard types so much between two looks at it. */
const LONGEST_BURST = 1024;

/** A piece of terminal input as its keys, and the beginning of an answer or of a paste whose rest is still to come. */
export function splitKeys(
  piece: string,
  isReplyDue = false,
): { readonly keys: readonly string[]; readonly unfinished: string } {
  const keys: string[] = [];
  let rest = piece;
  for (let start = rest.indexOf(PASTE_START); start >= 0; start = rest.indexOf(PASTE_START)) {
    keys.push(...keysIn(rest.slice(0, start)));
    const end = endOfPaste(rest, start);
    if (end < 0) return { keys, unfinished: shortened(rest.slice(start)) };
    keys.push(`${PASTE_START}${rest.slice(start, end).replaceAll(/\x1b\[20[01]~/g, '')}${PASTE_END}`);
    rest = rest.slice(end);
  }
  const unfinished = (isReplyDue ? unfinishedReplyPattern : unfinishedPattern).exec(rest)?.[0] ?? '';
  keys.push(...keysIn(unfinished ? rest.slice(0, -unfinished.length) : rest));
  return { keys, unfinished };
}

const functionKeys: readonly (readonly string[])[] = [
  ['OP', '[11~', '[[A'],
  ['OQ', '[12~', '[[B'],
  ['OR', '[13~', '[[C'],
  ['OS', '[14~', '[[D'],
  ['[15~', '[[E'],
  ...[17, 18, 19, 20, 21, 23, 24].map((code) => [`[${code}~`]),
];
const functionKeyNames: ReadonlyMap<string, string> = new Map(
  functionKeys.flatMap((forms, at) => forms.map((form) => [`\u001b${form}`, `${MARKED_INPUT}f${at + 1}`] as const)),
);

/** A key in the form in which Ink hands it on. */
function handedOn(key: string): string {
  if (!key.startsWith('\u001b')) return key;
  return functionKeyNames.get(key) ?? key.replace(/^\x1b(?=\[<[\d;]+[Mm]$)/, MARKED_INPUT);
}

function keysIn(text: string): readonly string[] {
  const keys = (text.match(keyPattern) ?? []).map(handedOn);
  // A terminal that marks no paste hands it over like keys; only a paste holds a line feed among other text, or is so long.
  const isPaste = keys.length > 1 && !text.includes('\u001b') && (text.includes('\n') || keys.length > LONGEST_BURST);
  return isPaste ? [`${PASTE_START}${text}${PASTE_END}`] : keys;
}

/** Returns the end of a paste: after its last end mark, so a mark within the text does not turn its rest into keys. */
function endOfPaste(text: string, start: number): number {
  const next = text.indexOf(PASTE_START, start + PASTE_START.length);
  const last = text.lastIndexOf(PASTE_END, next < 0 ? text.length : next);
  const end = last > start ? last : text.indexOf(PASTE_END, start);
  return end < 0 ? -1 : end + PASTE_END.length;
}

/** The beginning of a paste, and its last characters, which may be half of its end. */
function shortened(paste: string): string {
  return paste.length <= KEPT_PASTE ? paste : paste.slice(0, KEPT_PASTE) + paste.slice(1 - PASTE_END.length);
}
