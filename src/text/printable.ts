/** Printable ASCII needs no care at all; most text is that. */
const NOT_PLAIN = /[^\x20-\x7e]/;

/**
 * Pattern of characters that must not reach a terminal, and of runs of more than two combining marks. Emoji modifiers,
 * variation selectors, parts of Hangul syllables and half a flag belong to it: terminals disagree on their width.
 */
const HARMFUL =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]|[[\p{Mn}\p{Me}]--\p{Default_Ignorable_Code_Point}]{3,}|\p{Regional_Indicator}{1,2}/gv;

const FLAG = /^\p{Regional_Indicator}{2}$/u;

/** Parts of syllables, and the syllables that they may complete. */
const HANGUL = /[\u1100-\u11ff\uac00-\ud7a3]+/g;

/** A mark at the start would stand on whatever is printed before the text. */
const STARTS_WITH_MARK = /^[\p{Mn}\p{Me}]/v;

const MARKS_KEPT = 2;
/** One cell takes at most six UTF-16 units: a base and two marks, each of two. */
const UNITS_PER_CELL = 8;

/**
 * The text as one harmless line: whatever controls a terminal, breaks a line, reorders or hides becomes a visible mark
 * (␛, ␊, ‹202E›, ‹+17›). With `maxCells` it reads no more than what surely fills so many cells, and says so with `…`.
 */
export function printable(text: string, maxCells: number = Number.POSITIVE_INFINITY): string {
  const part = beginning(text, maxCells * UNITS_PER_CELL);
  const shown = NOT_PLAIN.test(part) ? withMarks(part) : part;
  return part.length < text.length ? `${shown}…` : shown;
}

/** Tells whether `printable` leaves a text unchanged. */
export function isShownAsItIs(text: string): boolean {
  if (!NOT_PLAIN.test(text)) return true;
  for (const [found] of text.matchAll(HARMFUL)) if (!FLAG.test(found)) return false;
  return !STARTS_WITH_MARK.test(text);
}

function beginning(text: string, units: number): string {
  if (text.length <= units) return text;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(units - 1));
  return text.slice(0, splitsPair ? units - 1 : units);
}

function withMarks(text: string): string {
  const composed = text.replace(HANGUL, (syllables) => syllables.normalize('NFC'));
  const visible = composed.replace(HARMFUL, (found) => {
    if (FLAG.test(found)) return found;
    const codePoints = [...found];
    if (codePoints.length === 1) return visibleMark(found.codePointAt(0) ?? 0);
    return `${codePoints.slice(0, MARKS_KEPT).join('')}‹+${codePoints.length - MARKS_KEPT}›`;
  });
  return STARTS_WITH_MARK.test(visible) ? `◌${visible}` : visible;
}

function visibleMark(codePoint: number): string {
  if (codePoint < 0x20) return String.fromCodePoint(0x2400 + codePoint);
  if (codePoint === 0x7f) return '␡';
  return `‹${codePoint.toString(16).toUpperCase().padStart(4, '0')}›`;
}
