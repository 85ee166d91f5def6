import type { Segment } from '../theme/segments.ts';

/** What a title says where its screen still shows the answer to an earlier question, for the new one could not be read. */
export const unanswered: Segment = { text: '   not read: still what was shown before', tone: 'warn' };
