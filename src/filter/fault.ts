/** A fault of a filter and its place: `length` UTF-16 units from `at` on. `suggestion` is what to put there instead. */
export interface FilterFault {
  readonly message: string;
  readonly at: number;
  readonly length: number;
  readonly suggestion?: string;
}

/** Thrown within the parser alone, which hands over the fault. */
export class FaultAt extends Error {
  readonly fault: FilterFault;

  constructor(message: string, at: number, length: number, suggestion?: string) {
    super(message);
    this.fault = { message, at, length, ...(suggestion !== undefined && { suggestion }) };
  }
}
