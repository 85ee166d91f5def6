import type { FilterFault } from '../filter/fault.ts';
import { parseFilter } from '../filter/parse.ts';
import type { Query } from '../filter/query.ts';
import { UsageError } from '../model/presents-error.ts';

/** A fault in a filter, with the text it is in, to point at the place. */
export class FilterError extends UsageError {
  readonly filter: string;
  readonly fault: FilterFault;

  constructor(filter: string, fault: FilterFault) {
    super(fault.message, { field: 'filter' });
    this.filter = filter;
    this.fault = fault;
  }
}

/** Parses a filter. Throws a FilterError if it is none. */
export function requireFilter(filter: string): Query {
  const parsed = parseFilter(filter);
  if ('fault' in parsed) throw new FilterError(filter, parsed.fault);
  return parsed.query;
}
