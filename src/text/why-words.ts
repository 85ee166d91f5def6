import type { CallWhy, SampledCalls, WhyProgress } from '../model/call-why.ts';
import type { NumberSpan, PayloadStep, PayloadTest, WhyFact } from '../model/why.ts';
import { formatWindow } from './durations.ts';
import { formatBytes, formatCount, formatDurationMs } from './numbers.ts';
import { printable } from './printable.ts';
import { type SpanContext, sinceWords, spanWords } from './spans.ts';

/** Worth of an answer. */
export const noProof = 'Statistics, no proof: what is more common here need not be the cause.';

const HOUR_MS = 3_600_000;
/** More of a value is not said, in cells. */
const LONGEST = 200;

/** A fact as a person says it: `user acme-shop`, `req.recipient.age < 0`. */
export function factWords(fact: WhyFact, context: SpanContext): string {
  switch (fact.kind) {
    case 'user':
    case 'route':
    case 'message':
      return `${fact.kind} ${printable(fact.value, LONGEST)}`;
    case 'status':
      return `status ${fact.value}`;
    case 'time':
      return `time ${timeWords(fact, context)}`;
    case 'ms':
      return `response time ${rangeWords(fact, formatDurationMs)}`;
    case 'size':
      return `request size ${rangeWords(fact, formatBytes)}`;
    case 'request':
      return fact.is === 'none' ? 'no request payload' : 'request payload that is not JSON';
    case 'payload':
      return payloadWords(fact.path, fact.test);
  }
}

/** Words for the calls that others are compared with: `against 12,844 others in the 100 min before and after (sample 5,000)`. */
export function againstWords({ from, to, elsewhere }: Pick<CallWhy, 'from' | 'to' | 'elsewhere'>): string {
  const { how, windows, callCount } = elsewhere;
  const count = formatCount(callCount);
  const others = callCount === 1 ? 'other' : 'others';
  const words = {
    around: () => {
      const before = windows.find((window) => window.from < from);
      const after = windows.find((window) => window.from >= to);
      const sideMs = Math.max(0, ...windows.map((window) => (window.to ?? to).getTime() - window.from.getTime()));
      const sides = before && after ? 'before and after' : before ? 'before' : 'after';
      const isPeak = (before?.to ?? from) < from || (after?.from ?? to) > to;
      return `${count} ${others} in the ${formatWindow(sideMs / HOUR_MS)} ${sides}${isPeak ? ', without the rest of the peak' : ''}`;
    },
    successes: () => `${count} successful ${callCount === 1 ? 'call' : 'calls'} of the same time`,
    others: () => `${count} ${others} of the same time`,
    given: () => `${count} ${others}`,
  } as const;
  return `against ${words[how]()}${sampleWords(elsewhere)}`;
}

/** The number of calls, and of which part they are looked at: `1,589 calls`, `33,210 calls (sample 2,000)`. */
export function hereWords(here: SampledCalls): string {
  return `${formatCount(here.callCount)} ${here.callCount === 1 ? 'call' : 'calls'}${sampleWords(here)}`;
}

/** State of an answer: what is being read, and how far that is. */
export function progressWords({ reading, share }: WhyProgress): string {
  return `${reading === 'calls' ? 'choosing calls' : 'reading payloads'} ${Math.floor(share * 100)} %`;
}

/** Reason why there is nothing to show, and what can be done; undefined if there is something. */
export function verdictWords({
  verdict,
  here,
  elsewhere,
  lines,
}: CallWhy): readonly [reason: string, next: string] | undefined {
  const few = (what: string, count: number) => `Too few ${what}: ${count}, and at least 20 are needed.`;
  if (here.callCount === 0) return ['There are no calls that fit.', 'A longer time or a wider filter may have some.'];
  if (verdict === 'too few' && here.callCount < 20) {
    return [few('calls', here.callCount), 'A longer time or a wider filter has more.'];
  }
  if (verdict === 'too few' && elsewhere.callCount === 0 && elsewhere.how !== 'given') {
    return ['There are no others to compare these calls with.', 'Choose a shorter time, or fewer calls by a filter.'];
  }
  if (verdict === 'too few') {
    return [few('calls to compare with', elsewhere.callCount), 'A longer time or a wider filter has more.'];
  }
  if (lines.length > 0) return undefined;
  return [
    NOTHING[elsewhere.how],
    'No user, route, time or value in requests stands out beyond the usual ups and downs.',
  ];
}

const NOTHING = {
  around: 'Nothing special: it is all traffic.',
  successes: 'Nothing special sets the failed calls apart from the successful ones.',
  others: 'Nothing special sets these calls apart from all others.',
  given: 'Nothing special sets these calls apart from the others.',
} as const;

function sampleWords({ callCount, sampleCount }: SampledCalls): string {
  return sampleCount > 0 && sampleCount < callCount ? ` (sample ${formatCount(sampleCount)})` : '';
}

function timeWords({ from, to }: NumberSpan, context: SpanContext): string {
  if (from === null)
    return to === null ? 'known' : `until ${spanWords(new Date(to), new Date(to), context).split('–')[0]}`;
  if (to === null) return `from ${sinceWords(new Date(from), context).replace(/–now$/, ' on')}`;
  return spanWords(new Date(from), new Date(to), context);
}

function rangeWords({ from, to, isToOpen }: NumberSpan, format: (value: number) => string): string {
  if (from === null && to === null) return 'of any size';
  if (from === null) return `${isToOpen ? '<' : '≤'} ${format(to ?? 0)}`;
  if (to === null) return `≥ ${format(from)}`;
  if (from === to) return format(from);
  const [first, last] = [format(from), format(to)];
  const [, number, unit] = /^(\S+) (\S+)$/u.exec(first) ?? [];
  // One unit is enough.
  const start = number !== undefined && last.endsWith(` ${unit}`) ? number : first;
  return isToOpen ? `${start} to < ${last}` : `${start}–${last}`;
}

function payloadWords(path: readonly PayloadStep[], test: PayloadTest): string {
  const place = printable(`req${path.map(stepText).join('')}`, LONGEST);
  switch (test.is) {
    case 'text':
      return `${place} = ${test.text === '' ? '""' : printable(test.text, LONGEST)}${test.isCut ? '…' : ''}`;
    case 'literal':
      return `${place} = ${test.literal}`;
    case 'range':
      return test.from === null && test.to === null ? `${place} is a number` : `${place} ${comparison(test, String)}`;
    case 'length':
      return `length of ${place} ${comparison(test, String)}`;
    case 'present':
      return path.length === 0 ? 'request payload present' : `${place} present`;
    case 'missing':
      return `${place} missing`;
  }
}

function comparison(span: NumberSpan, format: (value: number) => string): string {
  const isOne = span.from !== null && span.from === span.to;
  return `${isOne ? '= ' : ''}${rangeWords(span, format)}`;
}

function stepText(step: PayloadStep): string {
  if ('any' in step) return '[]';
  return /^[^\s.[\]"():]+$/u.test(step.key) ? `.${step.key}` : `.${JSON.stringify(step.key)}`;
}
