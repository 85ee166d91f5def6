/** Rows that have moved, as a terminal moves them: those from `top` to `bottom`, up by `by`, or down if it is negative. */
export interface Scroll {
  readonly top: number;
  readonly bottom: number;
  readonly by: number;
}

/** Fewer moved rows than these are as soon written. */
const fewestRows = 3;

/** The move that brings most rows to where they are wanted; undefined if it would be few. */
export function findScroll(before: readonly string[], after: readonly string[]): Scroll | undefined {
  const places = new Map(before.map((row, y) => [row, y]));
  const moves = new Map<number, number[]>();
  for (const [y, row] of after.entries()) {
    const from = places.get(row);
    if (from === undefined || row === '' || row === before[y]) continue;
    const rows = moves.get(from - y);
    if (rows === undefined) moves.set(from - y, [y]);
    else rows.push(y);
  }
  const [by, rows] = [...moves].reduce(
    (most, move) => (move[1].length > most[1].length ? move : most),
    [0, [] as number[]],
  );
  if (rows.length < fewestRows) return undefined;
  const first = Math.min(...rows);
  const last = Math.max(...rows);
  return { top: Math.min(first, first + by), bottom: Math.max(last, last + by), by };
}

/** The frame as it is after the move, with blank rows where others came from. */
export function scrolled(rows: readonly string[], { top, bottom, by }: Scroll): readonly string[] {
  return rows.map((row, y) => {
    if (y < top || y > bottom) return row;
    const from = y + by;
    return from < top || from > bottom ? '' : (rows[from] ?? '');
  });
}

/** Returns the sequence that scrolls rows: VT100, tmux, screen and the Linux console all support it. */
export function scrollSequence({ top, bottom, by }: Scroll): string {
  const moves = by > 0 ? `\u001b[${bottom + 1}H${'\n'.repeat(by)}` : `\u001b[${top + 1}H${'\u001bM'.repeat(-by)}`;
  return `\u001b[${top + 1};${bottom + 1}r${moves}\u001b[r`;
}
