import type { RowSource, RowText } from '../../export/row-source.ts';
import type { RowFormat } from '../../export/rows.ts';
import { shortErrorText } from '../../text/error-text.ts';
import { formatBytes, formatCount } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import { presentsCommand } from '../../text/shell.ts';
import { CLIPBOARD_BYTES } from '../terminal/clipboard.ts';
import type { Choice } from './overlay.ts';
import type { Services } from './services.tsx';
import { sendText } from './use-copy.ts';

/** Something that can be copied: its word in the menu, and its text. */
interface Item {
  readonly label: string;
  readonly text: () => string | Promise<string>;
}

const formats: readonly (readonly [RowFormat, string])[] = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
  ['markdown', 'Markdown'],
];

/** The menu of all that can be copied from a screen; undefined if there is nothing. */
export function copyMenu(
  services: Services,
  { source, filter }: { readonly source: RowSource | undefined; readonly filter: string },
): Choice | undefined {
  const { dispatch, databaseWords } = services;
  const items = [
    ...(source === undefined ? [] : itemsOf(source, databaseWords)),
    ...(filter === '' ? [] : [{ label: 'filter', text: () => filter }]),
    ...screenItems(services),
  ];
  const [first] = items;
  if (first === undefined) return undefined;
  const choose = (label: string): void => {
    dispatch({ type: 'overlay', overlay: null });
    const item = items.find((one) => one.label === label);
    if (item) copyItem(services, item);
  };
  return { title: 'Copy', items: items.map(({ label }) => ({ id: label, label })), selectedId: first.label, choose };
}

function itemsOf(source: RowSource, databaseWords: readonly string[]): readonly Item[] {
  const { count, noun, areMarked, command, copies } = source;
  const { names, rows, tableText, tableMarkdown } = copies;
  const line = command && presentsCommand([...databaseWords, ...command.options], command.path);
  const what = areMarked ? `${formatCount(count)} marked ${count === 1 ? noun.one : noun.many}` : 'row';
  return [
    ...names.filter(({ text }) => text !== '').map(({ label, text }) => ({ label, text: () => printable(text) })),
    ...(rows === undefined
      ? []
      : formats.map(([format, word]) => ({ label: `${what} as ${word}`, text: () => wholeText(rows(format)) }))),
    { label: 'table in sight as text', text: tableText },
    { label: 'table in sight as Markdown', text: tableMarkdown },
    ...(line === undefined ? [] : [{ label: 'command', text: () => line }]),
  ];
}

function screenItems({ frames }: Services): readonly Item[] {
  const { lines } = frames.current();
  if (lines.length === 0) return [];
  const text = lines.map((line) => `${line.replaceAll(/\u001b\[[\d;]*m/g, '').trimEnd()}\n`).join('');
  return [{ label: 'screen as text', text: () => text }];
}

function copyItem(services: Services, { label, text }: Item): void {
  Promise.resolve(text()).then(
    (whole) => sendText(services, label, { text: whole, how: ` (${formatBytes(Buffer.byteLength(whole))})` }),
    (error) => services.dispatch({ type: 'say', message: { tone: 'bad', text: shortErrorText(error) } }),
  );
}

/** The text of rows; of what no terminal takes no more than shows that it is too long. */
async function wholeText(pieces: AsyncIterable<RowText>): Promise<string> {
  let whole = '';
  for await (const { text } of pieces) {
    whole += text;
    if (whole.length > CLIPBOARD_BYTES) break;
  }
  return whole;
}
