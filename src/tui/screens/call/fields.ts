import type { StoredCall } from '../../../model/call.ts';
import { formatAge, formatDateTime, formatDurationMs, formatId, zoneName } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { truncate } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import type { Size } from '../../context/screen.ts';
import { type Segment, segmentsWidth } from '../../theme/segments.ts';

const GAP = '   ';
const LONGEST_NAME = 60;

interface FieldsRoom {
  readonly now: Date;
  readonly isUtc: boolean;
  readonly width: number;
  /** Height of the screen, which the payloads have most of. */
  readonly height: number;
}

/** Share of the screen that its fields take at most. */
const MOST_HEIGHT = 0.25;
/** The time, the user and the beginning of the message are on every screen. */
const LEAST_LINES = 3;
const LONGEST_MESSAGE = 1_000;

/** The fields of a call in as few lines as a width allows: time, user, duration; and below them its message. */
export function fieldLines(
  call: StoredCall,
  { now, isUtc, width, height }: FieldsRoom,
): readonly (readonly Segment[])[] {
  const field = (label: string, value: string, more = ''): readonly Segment[] => [
    { text: `${label} `, tone: 'muted' },
    { text: value },
    { text: more === '' ? '' : ` ${more}`, tone: 'muted' },
  ];
  const { dateTime, dateTimeText, username, userId, responseTimeMs, errorMessage } = call;
  const time =
    dateTimeText === undefined
      ? field(
          'time',
          `${formatDateTime(dateTime, isUtc)}${dateTime ? ` ${zoneName(dateTime, isUtc)}` : ''}`,
          dateTime ? `· ${formatAge(dateTime, now)}` : '',
        )
      : field('time', printable(dateTimeText, LONGEST_NAME), 'is no time that can be read');
  const user = field('user', printable(username, LONGEST_NAME), `#${formatId(userId)}`);
  const took = field('took', formatDurationMs(responseTimeMs));
  const message = errorMessage === null ? '–' : printable(errorMessage, LONGEST_MESSAGE);
  const mostLines = Math.max(LEAST_LINES, Math.floor(height * MOST_HEIGHT));
  const lines = inLines([time, user, took], width).slice(0, mostLines - 1);
  return [...lines, ...messageLines(message, { width, height: mostLines - lines.length })];
}

/** A message in so many lines at most; what is longer ends in `…`. */
function messageLines(text: string, { width, height }: Size): readonly (readonly Segment[])[] {
  const label = 'message ';
  const room = Math.max(1, width - label.length);
  const lines = wrap(text, room);
  const cut = truncate(lines.slice(height - 1).join(' '), room);
  const shown = lines.length > height ? [...lines.slice(0, height - 1), cut] : lines;
  return shown.map((line, at) => [
    { text: at === 0 ? label : ' '.repeat(label.length), tone: 'muted' },
    { text: line },
  ]);
}

function inLines(fields: readonly (readonly Segment[])[], width: number): readonly (readonly Segment[])[] {
  const lines: (readonly Segment[])[] = [];
  for (const field of fields) {
    const last = lines.at(-1);
    const longer = last && [...last, { text: GAP }, ...field];
    if (longer && segmentsWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(field);
  }
  return lines;
}
