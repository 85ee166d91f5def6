/** Signs that are drawn rather than read, and what a screen reader is told in their place, in the order in which they are looked for. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  // A cursor before a row, behind the sign of a mark.
  [/^[\s▌]*❯ ?/, 'Selected: '],
  [/^\s*▌ ?/, 'Marked: '],
  // Frames, charts and bars.
  [/[─━│┃┊╭╮╰╯┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋▁-▟⠀-⣿▪■◌]+/g, ' '],
  [/·{2,}/g, ' '],
  // The word beside these says the same.
  [/[●○◆◷⧗⏸⏵►✓✗▲↺▾] ?(?=[\p{L}\d])/gu, ''],
  [/▸ ?/g, 'folded: '],
  [/≙ ?/g, 'Command: '],
  [/⏎/g, 'Enter'],
  [/↑↓/g, 'Up and Down'],
  [/←→/g, 'Left and Right'],
  [/ → /g, ' to '],
  [/→/g, 'Right'],
  [/←/g, 'Left'],
  [/ ×\]/g, ']'],
  [/(\d)×/g, '$1 times'],
  [/(\S)–(\S)/g, '$1 to $2'],
  [/ – (?=\S)/g, ' to '],
  [/–/g, 'none'],
  [/−/g, '-'],
  [/ ?· ?/g, ', '],
  [/≈ ?/g, 'about '],
  [/≥ ?/g, 'at least '],
  [/≤ ?/g, 'at most '],
  [/ ?…/g, '...'],
  [/[“”]/g, '"'],
  [/’/g, "'"],
  [/(\d) \/ (\d)/g, '$1 of $2'],
  [/[↑↓▲▼✓✗]/g, ' '],
  // A name, and what is told of it; other things that stand apart on the screen are read apart.
  [/^(\s*(?:Selected: )?)(?!\p{Ll} )([\p{Ll}\d_][^\s:]*(?: \p{L}[^\s:]*)*) {2,}(?=\S)/u, '$1$2: '],
  [/\s{2,}/g, ', '],
  [/(?:, )+,? ?/g, ', '],
  [/^[,\s]+|[,\s]+$/g, ''],
  [/([:.]),(?= )/g, '$1'],
];

/** A line of the screen as it is read out: signs are words, drawings nothing, and columns stand behind commas. */
export function spoken(line: string): string {
  return SPOKEN.reduce((text, [pattern, words]) => text.replace(pattern, words), line);
}
