import { once } from 'node:events';
import { formatDateTime, zoneName } from '../../text/format.ts';
import type { Context } from '../context.ts';
import type { Format } from '../format.ts';
import { narrate } from '../print/print.ts';
import type { Answer, Display } from './display.ts';

/** Makes what writes answers one after another, as whoever reads a format takes them. */
export function createStreamDisplay(context: Context): Display {
  const { stdout, stderr } = context.io;
  const textOf = WRITERS[context.format]();
  let said = '';
  let trouble = '';
  return {
    async show(answer) {
      if (trouble !== '') narrate(context, 'The database can be read again.');
      trouble = '';
      if (answer.said !== said) stderr.write(answer.said);
      said = answer.said;
      if (!stdout.write(textOf(answer))) await once(stdout, 'drain');
    },
    sayTrouble(reason) {
      if (reason !== trouble) narrate(context, `${reason} Trying again.`, 'warn');
      trouble = reason;
    },
    onStale: () => undefined,
    close: () => undefined,
  };
}

type Writer = (answer: Answer) => string;

const WRITERS: Readonly<Record<Format, () => Writer>> = {
  text: createBlocks,
  html: createBlocks,
  markdown: createBlocks,
  json: () => toLine,
  jsonl: () => toLine,
  csv: createTable,
};

/** Blocks of text, each under its time. */
function createBlocks(): Writer {
  let isFirst = true;
  return ({ at, text }) => {
    const gap = isFirst ? '' : '\n';
    isFirst = false;
    return `${gap}${formatDateTime(at, false)} ${zoneName(at, false)}\n\n${text}`;
  };
}

/** A document on one line, an object with its time. Line breaks stand between its tokens alone. */
function toLine({ at, text }: Answer): string {
  const line = text.replace(/(,?)\n */g, (_, comma: string) => (comma === '' ? '' : ', '));
  const time = `"time": ${JSON.stringify(at)}`;
  return `${line.startsWith('{"') ? `{${time}, ${line.slice(1)}` : line}\n`;
}

/** One table of all answers, whose first column is the time. */
function createTable(): Writer {
  let headingBefore = '';
  return ({ at, text }) => {
    const [heading = '', ...rows] = text.split('\r\n').filter((row) => row !== '');
    const lines = rows.map((row) => `${at.toISOString()},${row}`);
    if (heading !== headingBefore) lines.unshift(`time,${heading}`);
    headingBefore = heading;
    return lines.map((line) => `${line}\r\n`).join('');
  };
}
