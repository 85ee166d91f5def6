const selected = 'Selected: ';

/** Ages go on by themselves, and the place in a list is said by the row. */
const TRANSIENT = /[\d.,]+ (?:ms|s|min|h|d) ago|[\d,]+ of [\d,]+/g;

/** A row of a list. */
const NUMBERED = /^\d[\d,]*\. /;

/** Words of work that goes on. */
const PROGRESS = /scanning \d+ %|\p{L}+ing(?: [^,]*)?\.\.\.$/iu;

/** True for a line that tells of work that goes on. */
export function isProgress(line: string): boolean {
  return PROGRESS.test(line) && !NUMBERED.test(line) && !line.startsWith(selected);
}

/** The lines of a part that is new: its title, what is selected, and the others in their order. */
export function selectedFirst(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line) => line.startsWith(selected));
  const line = lines[at];
  if (line === undefined || at < 2) return lines;
  return [...lines.slice(0, 1), line, ...lines.slice(1, at), ...lines.slice(at + 1)];
}

/**
 * The lines of a part that differ from those that were there, the selected one first. A line that only lost the selection is the
 * same. Where the selection moved to a row that was there already, lists about it are left out: they would hold up the next move.
 */
export function changedLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const known = new Map<string, number>();
  for (const line of before) known.set(essence(line), (known.get(essence(line)) ?? 0) + 1);
  const selectedBefore = new Set(before.filter((line) => line.startsWith(selected)).map(essence));
  const changed = after.filter((line) => {
    const count = known.get(essence(line)) ?? 0;
    known.set(essence(line), count - 1);
    return count <= 0 || (line.startsWith(selected) && !selectedBefore.has(essence(line)));
  });
  const isSelected = (line: string) => line.startsWith(selected);
  const rest = changed.filter((line) => !isSelected(line));
  const moved = changed.filter(isSelected);
  const hasOnlyMoved = moved.some((line) =>
    before.some((known) => !isSelected(known) && essence(known) === essence(line)),
  );
  return [...moved, ...(hasOnlyMoved ? rest.filter((line) => !NUMBERED.test(line)) : rest)];
}

function essence(line: string): string {
  return (line.startsWith(selected) ? line.slice(selected.length) : line).replace(TRANSIENT, '');
}
