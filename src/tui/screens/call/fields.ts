import type { StoredCall } from '../../../model/call.ts';
import { formatAge, formatDateTime, formatDurationMs, formatId, zoneName } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { type Segment, segmentsWidth } from '../../theme/segments.ts';

const GAP = '   ';
const LONGEST_NAME = 60;

/** The fields of a call in as few lines as a width allows: time, user, duration; and below them its message. */
export function fieldLines(
  call: StoredCall,
  { now, isUtc, width }: { readonly now: Date; readonly isUtc: boolean; readonly width: number },
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
  const message = field('message', errorMessage === null ? '–' : printable(errorMessage, width));
  return [...inLines([time, user, took], width), message];
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
