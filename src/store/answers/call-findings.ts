import { formatBytes, formatCount } from '../../text/format.ts';
import type { NamelessFinding } from './findings.ts';

/** Size and growth of a log. */
export interface LogMeasures {
  /** Words about its size. */
  readonly size: string;
  /** Calls of the last 24 hours. */
  readonly callsPerDay: number;
  readonly bytesPerDay: number;
  /** True if there are more calls a day than were counted. */
  readonly isMore: boolean;
  /** Calls whose time is later than now. */
  readonly futureCalls: number;
}

/** Says how large a log is and how fast it grows, and warns of calls from the future. */
export function callFindings({
  size,
  callsPerDay,
  bytesPerDay,
  isMore,
  futureCalls,
}: LogMeasures): readonly NamelessFinding[] {
  const growth =
    callsPerDay === 0
      ? 'no call in the last 24 hours'
      : `${isMore ? 'more than ' : ''}${formatCount(callsPerDay)} calls, about ${formatBytes(bytesPerDay)}, in the last 24 hours`;
  const measured: NamelessFinding = { state: 'good', text: `${size}; ${growth}.` };
  if (futureCalls === 0) return [measured];
  const calls = futureCalls === 1 ? '1 call is' : `${formatCount(futureCalls)} calls are`;
  const text = `${calls} of a time later than now.`;
  return [
    measured,
    { state: 'warn', text, nextStep: 'Set the clocks of the API servers by NTP, and let them log in UTC.' },
  ];
}
