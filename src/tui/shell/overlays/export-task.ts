import type { PaintedFrame, Screen, ScreenFormat } from '../../../export/frame.ts';
import type { RowCommand, RowSource } from '../../../export/row-source.ts';
import type { RowFormat } from '../../../export/rows.ts';
import { screenAsHtml } from '../../../export/screen-html.ts';
import { screenAsSvg } from '../../../export/screen-svg.ts';
import { screenAsAnsi, screenAsText } from '../../../export/screen-text.ts';
import { makeNewFile, newFileReason } from '../../../files/new-file.ts';
import { formatBytes, formatCount } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { commandLine, presentsCommand } from '../../../text/shell.ts';
import type { Message } from '../../context/message.ts';
import type { Task, TaskWatch } from '../../context/overlay.ts';
import type { Services } from '../../context/services.tsx';
import type { ExportFormat } from './export-formats.ts';

/** A file to write. */
export interface ExportRequest {
  readonly frame: PaintedFrame;
  readonly screen: Screen;
  readonly source: RowSource | undefined;
  readonly format: ExportFormat;
  /** The file as it was named, and its path. */
  readonly name: string;
  readonly path: string;
}

/** Text that is written at once: a piece may be a single row. */
const PIECE_LENGTH = 65_536;

const flags: Readonly<Record<RowFormat, readonly string[]>> = {
  csv: ['--csv'],
  json: ['--json'],
  jsonl: ['--jsonl'],
  markdown: ['--format', 'markdown'],
};

/** Writes a file: whole or not at all, and never in another one's place. */
export function exportTask(services: Pick<Services, 'dispatch' | 'databaseWords'>, request: ExportRequest): Task {
  const { dispatch, databaseWords } = services;
  return {
    title: `Writing ${printable(request.name, 40)}`,
    whenStopped: 'nothing is written',
    async run(watch) {
      const message = await write(request, watch, databaseWords);
      dispatch({ type: 'overlay', overlay: null });
      dispatch({ type: 'say', message });
      return undefined;
    },
  };
}

async function write(
  { source, format, name, path, screen, frame }: ExportRequest,
  { onProgress, signal }: TaskWatch,
  databaseWords: readonly string[],
): Promise<Message> {
  const shown = printable(name, 80);
  const counter = { rows: 0 };
  try {
    const bytes = await makeNewFile(path, piecesOf());
    const { text, ...news } =
      format.rows === undefined ? { tone: 'good' as const, text: 'the screen' } : written(counter.rows, source);
    const command = commandOf(source, format, { name, path, databaseWords });
    return {
      ...news,
      text: `Wrote ${text} (${formatBytes(bytes)}) to ${shown}.`,
      ...(command !== undefined && { command }),
    };
  } catch (error) {
    if (signal.aborted) return { tone: 'warn', text: `Stopped; ${shown} was not written.` };
    return { tone: 'bad', text: `Not written: ${shown}: ${newFileReason(error)}.` };
  }

  async function* piecesOf(): AsyncGenerator<string> {
    if (format.screen !== undefined) yield screenText(format.screen, screen, frame);
    if (source === undefined || format.rows === undefined) return;
    let kept = '';
    const tell = (read: number, total: number) =>
      onProgress(`Read ${formatCount(read)} of ${formatCount(total)}`, read, total);
    for await (const { text, rowCount } of source.read(format.rows, { onProgress: tell, signal })) {
      signal.throwIfAborted();
      counter.rows += rowCount;
      kept += text;
      if (kept.length < PIECE_LENGTH) continue;
      yield kept;
      kept = '';
    }
    signal.throwIfAborted();
    yield kept;
  }
}

function screenText(format: ScreenFormat, screen: Screen, frame: PaintedFrame): string {
  switch (format) {
    case 'text':
      return screenAsText(screen);
    case 'ansi':
      return screenAsAnsi(frame);
    case 'svg':
      return screenAsSvg(screen);
    case 'html':
      return screenAsHtml(screen);
  }
}

/** Words for the rows of a file; marked ones that the list does not show are told. */
function written(rows: number, source: RowSource | undefined): Message {
  const text = `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`;
  const missing = source?.areMarked === true ? source.count - rows : 0;
  if (missing <= 0) return { tone: 'good', text };
  const are = missing === 1 ? '1 marked row is' : `${formatCount(missing)} marked rows are`;
  return { tone: 'warn', text, hint: `${are} not in this list now.` };
}

function commandOf(
  source: RowSource | undefined,
  { rows }: ExportFormat,
  {
    name,
    path,
    databaseWords,
  }: { readonly name: string; readonly path: string; readonly databaseWords: readonly string[] },
): string | undefined {
  const command: RowCommand | undefined = source?.command;
  if (command === undefined || rows === undefined) return undefined;
  const line = presentsCommand([...databaseWords, ...command.options, ...flags[rows]], command.path);
  // A shell does not know `~` in quotes.
  const file = commandLine([name.startsWith('~') ? path : name]);
  return line === undefined || file === undefined ? undefined : `${line} > ${file}`;
}
