export { formatBriefInstant } from './brief-instants.ts';
export {
  comesTwice,
  formatClock,
  formatDate,
  formatDateTime,
  formatDay,
  formatDayOfMonth,
  formatInstant,
  formatSpan,
  zoneName,
} from './dates.ts';
export {
  ageStepMs,
  formatAge,
  formatElapsed,
  formatInterval,
  formatWindow,
  IN_THE_FUTURE,
  isInFuture,
  parseWindow,
} from './durations.ts';
export { formatId } from './ids.ts';
export {
  type Change,
  formatBytes,
  formatChange,
  formatCompact,
  formatCount,
  formatDifference,
  formatDurationMs,
  formatMs,
  formatShare,
  formatWholeShare,
  isNotableChange,
  NONE,
} from './numbers.ts';
export { briefSpan, dayWords, type SpanContext, sinceWords, spanEnds, spanWords } from './spans.ts';
export { type SparklineOptions, sparkline } from './sparkline.ts';
