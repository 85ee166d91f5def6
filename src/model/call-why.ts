import type { WhyAnswer, WhyLine } from './why.ts';
import type { Window } from './window.ts';

/** Question why some calls are as they are: those of a window that fit a filter. */
export interface WhyRequest {
  readonly window: Window;
  /** Filter in the language of filters. Its times, if it has some, decide about the window. */
  readonly filter?: string;
  /** True if the calls were chosen by their time: then those before and after are the others. A filter with times says so itself. */
  readonly isSpan?: boolean;
  /** The others, in place of those that are chosen by the filter: calls of another window, that fit another filter, or both. */
  readonly against?: { readonly window?: Window; readonly filter?: string };
  /** Time that may be spent on the answer, in milliseconds: it then holds what was found so far, and the same question goes on from there. */
  readonly patienceMs?: number;
}

/** Calls that some are compared with. */
export interface WhyBaseline {
  /** The same kind of calls before and after, the successful ones, all others of the same time, or those that were asked for. */
  readonly how: 'around' | 'successes' | 'others' | 'given';
  /** The windows that they are in, the earliest first. */
  readonly windows: readonly Window[];
  /** The filter that they fit; empty if all do. */
  readonly filter: string;
}

/** A number of calls, and of those of them that were looked at. */
export interface SampledCalls {
  readonly callCount: number;
  readonly sampleCount: number;
}

/** One way in which calls differ, and the filter of the calls for which it holds; null if filters have no words for it. */
export interface FilteredWhyLine extends WhyLine {
  readonly filter: string | null;
}

/** State of an answer: what is being read, and how far that is, from 0 to 1. */
export interface WhyProgress {
  readonly isComplete: boolean;
  readonly reading: 'calls' | 'payloads';
  readonly share: number;
}

/** Answer to the question why some calls are as they are. It is statistics: what they have in common, which may be its cause. */
export interface CallWhy extends Pick<WhyAnswer, 'verdict'> {
  /** The window of the calls. */
  readonly from: Date;
  readonly to: Date;
  readonly here: SampledCalls;
  readonly elsewhere: SampledCalls & WhyBaseline;
  /** Causes first, the most telling first; effects last. */
  readonly lines: readonly FilteredWhyLine[];
  /** Facts that most others have in common and these calls lack. */
  readonly missing: readonly FilteredWhyLine[];
  readonly progress: WhyProgress;
}
