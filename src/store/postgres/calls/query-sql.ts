import type { BoundQuery, BoundTerm, Contains } from '../../../filter/bound-query.ts';
import type { NumberTest, TextTest } from '../../../filter/query.ts';
import { costOf } from '../../../filter/work.ts';
import { bindIds } from '../values.ts';
import { FIRST_SECOND, IS_ERROR, LAST_SECOND, MEASURED_MS } from './call-sql.ts';
import { mayHoldSql } from './payload-sql.ts';
import { type Binder, type Condition, textSql } from './text-sql.ts';

const MICROS_PER_MS = 1000;
const COLUMNS = { req: 'l.request_payload::text', res: 'l.response_payload::text' } as const;

/** Calls that a condition which is not exact holds for: all that fit and some more, or not all of them. */
type Bound = 'most' | 'fewest';

/** Writes a query as a condition on the log `l`: exact, or one that holds for all calls that fit and some that do not. */
export function conditionOf(query: BoundQuery, bind: Binder): Condition {
  return new ConditionWriter(bind).write(query, 'most');
}

class ConditionWriter {
  readonly #bind: Binder;

  constructor(bind: Binder) {
    this.#bind = bind;
  }

  write(query: BoundQuery, bound: Bound): Condition {
    if (query.kind === 'not') {
      const { sql, isExact } = this.write(query.part, bound === 'most' ? 'fewest' : 'most');
      return { sql: `NOT ${sql}`, isExact };
    }
    if (!('parts' in query)) return this.#term(query, bound);
    const { kind, parts } = query;
    if (parts.length === 0) return exact(kind === 'and' ? 'true' : 'false');
    // What is cheap decides first where it can.
    const written = parts.toSorted((one, other) => costOf(one) - costOf(other)).map((part) => this.write(part, bound));
    const sql = written.map((part) => part.sql).join(kind === 'and' ? ' AND ' : ' OR ');
    return { sql: `(${sql})`, isExact: written.every(({ isExact }) => isExact) };
  }

  #term(term: BoundTerm, bound: Bound): Condition {
    const bind = this.#bind;
    switch (term.kind) {
      case 'users':
        return exact(`coalesce(l.user_id = ANY(${bind(bindIds([...term.ids]))}::bigint[]), false)`);
      case 'route':
        return this.#text('l.api_route', term.test, { ignoresCase: term.test.is === 'contains', bound });
      case 'status':
        return exact(numberSql('l.response_status_code', term.test, bind));
      case 'statusText':
        return exact(`coalesce(strpos(l.response_status_code::text, ${bind(term.text)}) > 0, false)`);
      case 'micros':
        return exact(microsSql(term.test, bind));
      case 'time':
        return exact(timeSql(term, bind));
      case 'message': {
        const { sql, isExact } = this.#text('l.error_message', term.test, { ignoresCase: true, bound });
        return { sql: ofErrors(sql), isExact };
      }
      case 'error':
        return exact(`coalesce(${IS_ERROR}, false)`);
      case 'groups':
        return inexact(() => `coalesce(${IS_ERROR}, false)`, bound);
      case 'payload':
        return inexact(() => mayHoldSql(COLUMNS[term.payload], term, bind), bound);
      case 'body':
        return this.#body(term.test, bound);
    }
  }

  #text(
    column: string,
    test: TextTest | Contains,
    { ignoresCase, bound }: { readonly ignoresCase: boolean; readonly bound: Bound },
  ): Condition {
    const sql = textSql(column, test, { bind: this.#bind, ignoresCase });
    return sql === undefined ? inexact(() => `${column} IS NOT NULL`, bound) : exact(sql);
  }

  /** Text in a payload is found as it stands; whether it is there behind JSON's escapes, the evaluator says. */
  #body(test: TextTest | Contains, bound: Bound): Condition {
    const parts = Object.values(COLUMNS).map((column) => {
      const sql = textSql(column, test, { bind: this.#bind, ignoresCase: true });
      if (test.is === 'present') return `${column} IS NOT NULL`;
      if (sql === undefined) return bound === 'most' ? `${column} IS NOT NULL` : 'false';
      return bound === 'most' ? `(${sql} OR coalesce(strpos(${column}, '\\') > 0, false))` : sql;
    });
    return { sql: `(${parts.join(' OR ')})`, isExact: test.is === 'present' };
  }
}

function exact(sql: string): Condition {
  return { sql: `(${sql})`, isExact: true };
}

// What is written is bound: a value that no statement mentions is refused.
function inexact(writeMost: () => string, bound: Bound): Condition {
  return { sql: bound === 'most' ? `(${writeMost()})` : 'false', isExact: false };
}

function ofErrors(sql: string): string {
  return `(CASE WHEN ${IS_ERROR} THEN ${sql} ELSE false END)`;
}

/** Writes a test of a number; the expression is NULL if there is none. */
function numberSql(value: string, test: NumberTest, bind: Binder): string {
  if (test.is !== 'range') return `${value} IS ${test.is === 'present' ? 'NOT ' : ''}NULL`;
  const tests: string[] = [];
  const { from, to, isFromOpen, isToOpen } = test;
  if (from > -Infinity) tests.push(`${value} ${isFromOpen ? '>' : '>='} ${bind(from)}::float8`);
  if (to < Infinity) tests.push(`${value} ${isToOpen ? '<' : '<='} ${bind(to)}::float8`);
  return tests.length === 0 ? `${value} IS NOT NULL` : `coalesce(${tests.join(' AND ')}, false)`;
}

/** Writes a test of whole microseconds: halves go away from zero, which PostgreSQL's `round` of such numbers does not do. */
function microsSql(test: NumberTest, bind: Binder): string {
  const measured = `(${MEASURED_MS})`;
  if (test.is !== 'range') return numberSql(measured, test, bind);
  // The first and the last whole number in the range.
  const first = test.isFromOpen ? Math.floor(test.from) + 1 : Math.ceil(test.from);
  const last = test.isToOpen ? Math.ceil(test.to) - 1 : Math.floor(test.to);
  const unrounded = {
    is: 'range',
    from: first - 0.5,
    isFromOpen: first <= 0,
    to: last + 0.5,
    isToOpen: last >= 0,
  } as const;
  return numberSql(`(${measured} * ${MICROS_PER_MS})`, unrounded, bind);
}

function timeSql({ from, to }: Extract<BoundTerm, { readonly kind: 'time' }>, bind: Binder): string {
  const first = Math.max(from / 1000, FIRST_SECOND);
  const last = to / 1000;
  const end =
    last > LAST_SECOND ? `<= to_timestamp(${bind(LAST_SECOND)}::float8)` : `< to_timestamp(${bind(last)}::float8)`;
  return `coalesce(l.date_time >= to_timestamp(${bind(first)}::float8) AND l.date_time ${end}, false)`;
}
