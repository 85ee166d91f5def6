import type { Scan } from '../../model/scan.ts';

/** Returns the state of the scan that an answer comes from, as a part of it. */
export function scanOf({ patience }: { readonly patience?: Patience | undefined }): { readonly scan?: Scan } {
  return patience?.scan === undefined ? {} : { scan: patience.scan };
}

/** Patience of a question: how long the log may be read for it. What was not done in that time is noted. */
export class Patience {
  readonly ms: number;
  #scan: Scan | undefined;

  constructor(ms: number) {
    this.ms = ms;
  }

  /** State of the scan that the answer comes from; undefined if none was needed. */
  get scan(): Scan | undefined {
    return this.#scan;
  }

  /** Notes the state of the scan that an answer comes from. */
  note(scan: Scan): void {
    this.#scan = scan;
  }
}
