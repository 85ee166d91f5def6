import { statusTone } from '../../../columns/cells.ts';
import type { StoredCall } from '../../../model/call.ts';
import { formatAge, formatCount, formatId } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import type { Segment } from '../../theme/segments.ts';
import type { DifferenceTo } from './use-difference.ts';

const LONGEST_NAME = 60;

/** The line above the differences: how many there are, and to which call. */
export function differenceTitle(call: StoredCall, { other, isOfSameUser, run }: DifferenceTo): readonly Segment[] {
  if (other === undefined) return [];
  const time = timeBetween(call, other);
  const words = isOfSameUser
    ? `same user and route, ${time}`
    : `same route, by ${printable(other.username, LONGEST_NAME)}, ${time}: this user has none near`;
  const count = run === undefined ? '' : `${run.isCut ? '≥ ' : ''}${formatCount(run.found.length)} different   `;
  return [
    { text: ` ${count}`, tone: 'accent' },
    { text: `→ #${formatId(other.id)}  ` },
    { text: String(other.statusCode ?? '–'), tone: statusTone(other.statusCode) },
    { text: `  ${words}`, tone: 'muted' },
  ];
}

/** Time between two calls in words: `3 min earlier` is what the other was. */
function timeBetween({ dateTime: time }: StoredCall, { dateTime: otherTime }: StoredCall): string {
  if (time === null || otherTime === null) return 'at an unknown time';
  const [first, last, word] = time > otherTime ? [otherTime, time, 'earlier'] : [time, otherTime, 'later'];
  const age = formatAge(first, last);
  return age === 'now' ? 'at the same time' : age.replace('ago', word);
}
