import type { Segment } from '../theme/segments.ts';

/** Note in the title of a screen that still shows the answer to an earlier question, because the new one could not be read. */
export const unanswered: Segment = { text: '   not read: still what was shown before', tone: 'warn' };
