/** Width from which on request and response stand side by side. */
const SIDE_BY_SIDE = 110;
/** Cells before a row: the mark of the selected one. */
export const MARGIN = 3;
/** Cells between the payloads. */
export const BETWEEN = 3;
const SPARE_HEIGHT = 16;

/** The room of the parts of the screen, in cells and rows. */
export interface CallLayout {
  readonly isSideBySide: boolean;
  /** Width of a row of a payload, without its margin. */
  readonly rowWidth: number;
  readonly rowsHeight: number;
  /** True if a blank line stands above the payloads. */
  readonly hasGap: boolean;
}

/** Lays the screen out below its title line, the line of the search, and so many lines of fields. */
export function layoutCall(width: number, height: number, fieldCount: number): CallLayout {
  const isSideBySide = width >= SIDE_BY_SIDE;
  const hasGap = height >= SPARE_HEIGHT;
  const column = isSideBySide ? Math.floor((width - BETWEEN) / 2) : width;
  return {
    isSideBySide,
    rowWidth: column - MARGIN - 1,
    rowsHeight: Math.max(0, height - 2 - fieldCount - (hasGap ? 1 : 0)),
    hasGap,
  };
}
