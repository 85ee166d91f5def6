const FIRST_SIZE = 64;

/** Calls in columns: when (whole seconds since 1970), who, what and how long, the middle two as numbers of `Names`. */
export class CallRows {
  length = 0;
  second = new Float64Array(FIRST_SIZE);
  caller = new Int32Array(FIRST_SIZE);
  kind = new Int32Array(FIRST_SIZE);
  /** In milliseconds; NaN where none was measured. */
  ms = new Float64Array(FIRST_SIZE);

  /** Adds a call. */
  push(second: number, caller: number, kind: number, ms: number): void {
    this.reserve(1);
    this.second[this.length] = second;
    this.caller[this.length] = caller;
    this.kind[this.length] = kind;
    this.ms[this.length] = ms;
    this.length += 1;
  }

  /** Adds the calls of another list. */
  pushAll(rows: CallRows): void {
    for (let index = 0; index < rows.length; index += 1) this.pushRow(rows, index);
  }

  /** Makes room for so many calls more. */
  reserve(count: number): void {
    const wanted = this.length + count;
    if (wanted <= this.second.length) return;
    const size = Math.max(wanted, this.second.length * 2);
    this.second = enlarge(this.second, new Float64Array(size));
    this.caller = enlarge(this.caller, new Int32Array(size));
    this.kind = enlarge(this.kind, new Int32Array(size));
    this.ms = enlarge(this.ms, new Float64Array(size));
  }

  /** Puts the call of one place in another. */
  moveRow(from: number, to: number): void {
    this.second[to] = this.second[from] ?? 0;
    this.caller[to] = this.caller[from] ?? 0;
    this.kind[to] = this.kind[from] ?? 0;
    this.ms[to] = this.ms[from] ?? 0;
  }

  /** Adds one call of another list. */
  pushRow(rows: CallRows, index: number): void {
    this.push(rows.second[index] ?? 0, rows.caller[index] ?? 0, rows.kind[index] ?? 0, rows.ms[index] ?? 0);
  }
}

function enlarge<Column extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(
  old: Column,
  column: Column,
): Column {
  column.set(old);
  return column;
}
