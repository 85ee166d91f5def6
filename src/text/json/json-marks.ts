/** The characters that JSON is made of, as UTF-16 units. */
export const MARKS = {
  tab: 0x09,
  line: 0x0a,
  return: 0x0d,
  blank: 0x20,
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  escape: 0x5c,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;

/** True for the blanks that JSON has; any other is a character that counts. */
export function isBlankMark(code: number): boolean {
  return code === MARKS.blank || code === MARKS.line || code === MARKS.return || code === MARKS.tab;
}

/** True for what ends a number or a word. */
export function isEndOfWord(code: number): boolean {
  return (
    isBlankMark(code) ||
    code === MARKS.comma ||
    code === MARKS.colon ||
    code === MARKS.quote ||
    code === MARKS.openList ||
    code === MARKS.closeList ||
    code === MARKS.openObject ||
    code === MARKS.closeObject
  );
}
