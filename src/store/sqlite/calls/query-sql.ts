import type { BoundQuery, BoundTerm } from '../../../filter/bound-query.ts';
import { costOf } from '../../../filter/work.ts';
import { FIRST_MS, LAST_MS, toTimestamp } from '../../answers/timestamps.ts';
import { bindIds } from '../file/ids.ts';
import { instantOf } from '../file/instants.ts';
import { IS_ERROR, MEASURED_MS, STATUS } from './call-sql.ts';
import { groupsSql } from './group-sql.ts';
import { payloadSql } from './payload-sql.ts';
import { type Binder, bodySql, numberSql, textSql } from './text-sql.ts';

const SECOND_MS = 1000;

/** A condition on a call in SQL, true or false and never NULL, with the values that are bound to it. */
export interface Condition {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Writes a query as a condition on the columns of the log. One text stands for all queries of a shape: values are bound. Times
 * compare as text, or, if some are in other forms, as the instants that they denote.
 */
export function conditionOf(query: BoundQuery, { isByInstant }: { readonly isByInstant: boolean }): Condition {
  const parameters: Record<string, unknown> = {};
  let count = 0;
  const bind: Binder = (value) => {
    const name = `q${count}`;
    count += 1;
    parameters[name] = value;
    return `@${name}`;
  };
  return { sql: new ConditionWriter(bind, isByInstant).write(query), parameters };
}

class ConditionWriter {
  readonly #bind: Binder;
  readonly #isByInstant: boolean;

  constructor(bind: Binder, isByInstant: boolean) {
    this.#bind = bind;
    this.#isByInstant = isByInstant;
  }

  write(query: BoundQuery): string {
    if (query.kind === 'not') return `NOT ${this.write(query.part)}`;
    if (!('parts' in query)) return `(${this.#term(query)})`;
    const { kind, parts } = query;
    if (parts.length === 0) return kind === 'and' ? 'true' : 'false';
    // What is cheap decides first where it can.
    const written = parts.toSorted((one, other) => costOf(one) - costOf(other)).map((part) => this.write(part));
    return balanced(written, kind === 'and' ? ' AND ' : ' OR ');
  }

  #term(term: BoundTerm): string {
    const bind = this.#bind;
    switch (term.kind) {
      case 'users':
        // Not by the index of users: one user alone is asked for beside the query.
        return `coalesce(user_id IN (SELECT value FROM json_each(${bind(bindIds([...term.ids]))})), false)`;
      case 'route':
        return textSql('api_route', term, { bind, ignoresCase: term.test.is === 'contains' });
      case 'status':
        return numberSql(`(${STATUS})`, term.test, bind);
      case 'statusText':
        return `coalesce(instr(CAST(${STATUS} AS TEXT), ${bind(term.text)}) > 0, false)`;
      case 'micros':
        return numberSql(`round((${MEASURED_MS}) * 1000)`, term.test, bind);
      case 'time':
        return this.#time(term);
      case 'message':
        return `CASE WHEN ${IS_ERROR} THEN ${textSql('error_message', term, { bind, ignoresCase: true })} ELSE false END`;
      case 'error':
        return `coalesce(${IS_ERROR}, false)`;
      case 'groups':
        return `CASE WHEN ${IS_ERROR} THEN ${groupsSql(term.prefixes, bind)} ELSE false END`;
      case 'payload':
        return payloadSql(term, bind);
      case 'body':
        return `${bodySql('request_payload', term, bind)} OR ${bodySql('response_payload', term, bind)}`;
    }
  }

  #time({ from, to }: Extract<BoundTerm, { readonly kind: 'time' }>): string {
    const time = this.#isByInstant ? instantOf('date_time') : 'date_time';
    const limit = (ms: number) => {
      const inRange = Math.min(Math.max(ms, FIRST_MS), LAST_MS);
      if (this.#isByInstant) return `julianday(${this.#bind(new Date(inRange).toISOString())})`;
      // What is to the second comes at or after an instant where it comes at or after the next whole second.
      return this.#bind(toTimestamp(new Date(Math.ceil(inRange / SECOND_MS) * SECOND_MS)));
    };
    const tests = [`${time} IS NOT NULL`];
    if (from > FIRST_MS) tests.push(`${time} >= ${limit(from)}`);
    if (to < LAST_MS) tests.push(`${time} < ${limit(to)}`);
    return tests.join(' AND ');
  }
}

// SQLite's trees are as deep as a chain of ANDs is long.
function balanced(conditions: readonly string[], word: string): string {
  if (conditions.length === 1) return conditions[0] ?? '';
  const middle = Math.ceil(conditions.length / 2);
  return `(${balanced(conditions.slice(0, middle), word)}${word}${balanced(conditions.slice(middle), word)})`;
}
