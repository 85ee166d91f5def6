import type { Segment } from '../theme/segments.ts';

/** Note in the title of a screen that still shows the previous answer, because the new one could not be read. */
export const unanswered: Segment = { text: '   not read: still what was shown before', tone: 'warn' };
