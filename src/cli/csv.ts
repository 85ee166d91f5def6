/** What a cell of a CSV file can hold; null is empty. */
export type CsvValue = string | number | boolean | null;

/** A spreadsheet takes a text that begins like this for a formula; an apostrophe before it makes it text again. */
function neutral(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

function cell(value: CsvValue): string {
  const text = typeof value === 'string' ? neutral(value) : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as RFC 4180 wants them, the first being the names of the columns. */
export function toCsv(names: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [names, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
