/** Most values of a field that are told apart: no fewer than calls are selected, so that each of theirs is. */
const MOST_VALUES = 2000;

/** The values of a field, each with the calls that have it. Calls come in ascending order. */
export class CallValues<Value> {
  readonly calls = new Map<Value, number[]>();

  /** Notes that a call has a value; true if the value is new. */
  add(value: Value, call: number): boolean {
    const known = this.calls.get(value);
    if (known === undefined) {
      if (this.calls.size < MOST_VALUES) this.calls.set(value, [call]);
      return true;
    }
    if (known.at(-1) !== call) known.push(call);
    return false;
  }
}

/** The numbers of a field, one for each call that has one. */
export class CallNumbers {
  readonly calls: number[] = [];
  readonly values: number[] = [];

  /** Notes the number of a call; what is no number is passed over. */
  add(value: number, call: number): void {
    if (!Number.isFinite(value)) return;
    this.calls.push(call);
    this.values.push(value);
  }
}
