const FIRST_SIZE = 64;

/** The time of a call for which none was measured. */
export const NOT_TIMED = -1;

/** One call; user and kind are numbers of `Names`. */
export interface Call {
  /** Whole seconds since 1970. */
  readonly second: number;
  readonly user: number;
  readonly kind: number;
  /** In microseconds; NOT_TIMED where none was measured. */
  readonly micros: number;
  readonly id: number;
}

/** Calls in columns, in the order in which they were added. */
export class CallRows {
  length = 0;
  /** True when the time of a call has a fraction of a second, which is left out here. */
  hasFractions = false;
  second = new Float64Array(FIRST_SIZE);
  user = new Int32Array(FIRST_SIZE);
  kind = new Int32Array(FIRST_SIZE);
  micros = new Float64Array(FIRST_SIZE);
  id = new Float64Array(FIRST_SIZE);

  /** Adds a call. */
  push({ second, user, kind, micros, id }: Call): void {
    if (this.length === this.second.length) this.#grow();
    const at = this.length;
    this.second[at] = second;
    this.user[at] = user;
    this.kind[at] = kind;
    this.micros[at] = micros;
    this.id[at] = id;
    this.length = at + 1;
  }

  /** Adds the calls of another list. */
  pushAll(rows: CallRows): void {
    this.hasFractions ||= rows.hasFractions;
    for (let index = 0; index < rows.length; index += 1) this.pushRow(rows, index);
  }

  /** Adds one call of another list. */
  pushRow(rows: CallRows, index: number): void {
    this.push({
      second: rows.second[index] ?? 0,
      user: rows.user[index] ?? 0,
      kind: rows.kind[index] ?? 0,
      micros: rows.micros[index] ?? NOT_TIMED,
      id: rows.id[index] ?? 0,
    });
  }

  #grow(): void {
    const size = this.second.length * 2;
    this.second = enlarge(this.second, new Float64Array(size));
    this.user = enlarge(this.user, new Int32Array(size));
    this.kind = enlarge(this.kind, new Int32Array(size));
    this.micros = enlarge(this.micros, new Float64Array(size));
    this.id = enlarge(this.id, new Float64Array(size));
  }
}

/** The calls by the multiple of so many seconds in which they lie. */
export function rowsBy(seconds: number, rows: CallRows): ReadonlyMap<number, CallRows> {
  const groups = new Map<number, CallRows>();
  let start = Number.NaN;
  let group = new CallRows();
  for (let index = 0; index < rows.length; index += 1) {
    const second = rows.second[index] ?? 0;
    if (!(second >= start && second < start + seconds)) {
      start = Math.floor(second / seconds) * seconds;
      group = groups.get(start) ?? new CallRows();
      group.hasFractions = rows.hasFractions;
      groups.set(start, group);
    }
    group.pushRow(rows, index);
  }
  return groups;
}

function enlarge<Column extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(
  old: Column,
  column: Column,
): Column {
  column.set(old);
  return column;
}
