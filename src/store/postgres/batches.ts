// A message to the server has room for a billion bytes, and takes as much memory on both sides.
const MOST_ROWS = 2_000;
const MOST_TEXT = 8_388_608;

/** Rows in batches that one statement takes well; `textOf` is the length of the text in a row. */
export function inBatches<Row>(rows: readonly Row[], textOf: (row: Row) => number): readonly (readonly Row[])[] {
  const batches: Row[][] = [];
  let text = 0;
  for (const row of rows) {
    text += textOf(row);
    const batch = batches.at(-1);
    if (batch !== undefined && batch.length < MOST_ROWS && text <= MOST_TEXT) {
      batch.push(row);
    } else {
      batches.push([row]);
      text = textOf(row);
    }
  }
  return batches;
}
