import { cellWidth, truncate } from '../../text/width.ts';

const space = '   ';

/** Texts beside each other, going on in the next line where the width is used up; only what is wider than a line is cut. */
export function wrapParts(parts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : last + space + part;
    if (last !== undefined && cellWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(truncate(part, width));
  }
  return lines;
}
