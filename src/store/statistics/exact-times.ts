/** Number of single response times that may be kept for exact percentiles. */
export class ExactTimes {
  left: number;

  constructor(most: number) {
    this.left = most;
  }

  /** True when there were more. */
  get isSpent(): boolean {
    return this.left < 0;
  }
}
