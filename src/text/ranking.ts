/** Text that is searched for, as it is compared. */
export interface Wanted {
  /** As it was typed, without blanks around it. */
  readonly typed: string;
  /** Folded, without blanks around it. */
  readonly text: string;
  /** Its words; more than one may match in any order. */
  readonly words: readonly string[];
  /** Without blanks. */
  readonly letters: string;
  readonly mask: number;
}

/** Worth of a class: so much that nothing within a class outweighs it. */
export const CLASS_SCORE = 1000;
const EXACT = 7 * CLASS_SCORE;
const PREFIX = 6 * CLASS_SCORE;
const WORD_PREFIX = 5 * CLASS_SCORE;
const WORDS = 4 * CLASS_SCORE;
const INITIALS = 3 * CLASS_SCORE;
const SUBSTRING = 2 * CLASS_SCORE;
const SUBSEQUENCE = CLASS_SCORE;
const MOST_POINTS = 290;

/** Score from which a match is what was meant: the beginning of a word at least. */
export const SURE_SCORE = WORD_PREFIX;

/** Score of a text that begins with what is wanted; only the whole of it has more. */
export const PREFIX_SCORE = PREFIX;

/** A text as it is compared: case and accents do not matter. Most keep their length, so that places in it are places in the text. */
export function fold(text: string): string {
  return text.toLowerCase().replace(/[^\x00-\x7f]+/g, withoutAccents);
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC');
}

/** Reads what is searched for. */
export function wantedOf(query: string): Wanted {
  const typed = query.trim();
  const text = fold(typed);
  const words = text.split(/\s+/u).filter((word) => word !== '');
  const letters = words.join('');
  return { typed, text, words, letters, mask: maskOf(letters, 0, letters.length) };
}

/** The letters of a part of a folded text as bits: a text that lacks one of those that are wanted needs no closer look. */
export function maskOf(text: string, from: number, to: number): number {
  let mask = 0;
  for (let at = from; at < to; at += 1) mask |= 1 << (text.charCodeAt(at) & 31);
  return mask;
}

/** Score of a text: thousands are the class of the match, the rest ranks within it; 0 does not match. */
export function scoreOf(text: string, wanted: Wanted): number {
  const folded = fold(text);
  return scoreIn(folded, 0, folded.length, wanted);
}

/**
 * Score of the part of a folded text between two places. Letters that stand apart match only if `mayBeApart`. `hits` gets the places
 * of the letters that matched.
 */
export function scoreIn(
  text: string,
  from: number,
  to: number,
  wanted: Wanted,
  mayBeApart = true,
  hits?: number[],
): number {
  const whole = wanted.text;
  if (whole === '') return 0;
  const at = placeOf(text, from, to, whole);
  if (at === from || (at > from && isWordStart(text, from, at))) {
    markRun(hits, at, whole.length);
    if (at > from) return WORD_PREFIX;
    return whole.length === to - from ? EXACT : PREFIX;
  }
  if (wanted.words.length > 1 && hasAllWords(text, from, to, wanted.words, hits)) return WORDS;
  if (wanted.letters.length > 1 && hasInitials(text, from, to, wanted.letters, hits)) return INITIALS;
  if (at > from) {
    markRun(hits, at, whole.length);
    return SUBSTRING;
  }
  return mayBeApart ? subsequenceScore(text, from, to, wanted.letters, hits) : 0;
}

/** The places of the letters of a text that match what is wanted, in rising order. */
export function hitsOf(text: string, wanted: Wanted): readonly number[] {
  const folded = fold(text);
  if (folded.length !== text.length) return [];
  const hits: number[] = [];
  scoreIn(folded, 0, folded.length, wanted, true, hits);
  return hits.sort((one, other) => one - other);
}

/** The place of a text, at the start of a word if it stands at one; -1 if it does not occur. */
function placeOf(text: string, from: number, to: number, wanted: string): number {
  const first = wanted.charCodeAt(0);
  let inside = -1;
  for (let at = from; at <= to - wanted.length; at += 1) {
    if (text.charCodeAt(at) !== first || !standsAt(text, at, wanted)) continue;
    if (isWordStart(text, from, at)) return at;
    if (inside < 0) inside = at;
  }
  return inside;
}

/** Tells whether a text stands at a place of another; letter by letter, which for short ones is the fastest. */
export function standsAt(text: string, at: number, wanted: string): boolean {
  for (let step = 0; step < wanted.length; step += 1)
    if (text.charCodeAt(at + step) !== wanted.charCodeAt(step)) return false;
  return true;
}

function hasAllWords(text: string, from: number, to: number, words: readonly string[], hits?: number[]): boolean {
  const places = words.map((word) => {
    const at = placeOf(text, from, to, word);
    return at >= 0 && isWordStart(text, from, at) ? at : -1;
  });
  if (places.includes(-1)) return false;
  for (const [index, at] of places.entries()) markRun(hits, at, words[index]?.length ?? 0);
  return true;
}

function hasInitials(text: string, from: number, to: number, letters: string, hits?: number[]): boolean {
  const places: number[] = [];
  for (let at = from; at < to && places.length < letters.length; at += 1) {
    if (!isWordStart(text, from, at)) continue;
    if (text.charCodeAt(at) !== letters.charCodeAt(places.length)) return false;
    places.push(at);
  }
  if (places.length < letters.length) return false;
  hits?.push(...places);
  return true;
}

/** Letters in their order with others between them: first to where they end, then back, which makes the stretch short. */
function subsequenceScore(text: string, from: number, to: number, letters: string, hits?: number[]): number {
  let next = 0;
  let end = from;
  for (; end < to && next < letters.length; end += 1) if (text.charCodeAt(end) === letters.charCodeAt(next)) next += 1;
  if (next < letters.length) return 0;
  let points = 100;
  let later = -1;
  for (let at = end - 1; next > 0; at -= 1) {
    if (text.charCodeAt(at) !== letters.charCodeAt(next - 1)) continue;
    next -= 1;
    hits?.push(at);
    if (isWordStart(text, from, at)) points += 8;
    if (later >= 0) points += later === at + 1 ? 4 : at + 1 - later;
    later = at;
  }
  return SUBSEQUENCE + Math.max(1, Math.min(MOST_POINTS, points));
}

function markRun(hits: number[] | undefined, at: number, length: number): void {
  if (hits) for (let step = 0; step < length; step += 1) hits.push(at + step);
}

function isWordStart(text: string, from: number, at: number): boolean {
  return isWordCode(text.charCodeAt(at)) && (at === from || !isWordCode(text.charCodeAt(at - 1)));
}

function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code > 127;
}
