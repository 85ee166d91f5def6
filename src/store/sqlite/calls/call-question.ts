import type { Window } from '../../../model/window.ts';
import type { SummedCalls } from '../../answers/call-sums.ts';
import { fitsErrorsAlone } from '../../answers/errors-alone.ts';
import { type WindowBounds, windowBounds } from '../../answers/periods.ts';
import type { Connection } from '../file/connection.ts';
import { bindId } from '../file/ids.ts';
import type { WindowQuestion } from '../file/time-forms.ts';
import { IN_WINDOW, INDEX_OF_ERRORS, IS_ERROR } from './call-sql.ts';
import type { FoundCalls } from './found-calls.ts';
import { type Condition, conditionOf } from './query-sql.ts';

const FROM_LOG = 'FROM user_api_call_log';

/** The calls that a question is about: those of a window, or of all time, that fit. */
export interface AskedCalls {
  readonly window: Window | undefined;
  readonly calls: SummedCalls;
  /** True if the statement reads failed calls alone, by their own index; by the query if this is not given. */
  readonly isOfErrors?: boolean;
  /** True if all of them are known to have times in the canonical form. */
  readonly isCanonical?: boolean;
  /** Calls that a scan found of them, which answer in the place of the log. */
  readonly found?: FoundCalls | undefined;
}

/** A question about some calls: a rewrite of each statement about a window, and the values bound to it. */
export interface CallQuestion {
  readonly isByInstant: boolean;
  readonly sql: (statement: string) => string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Makes statements about a window statements about those of its calls that are asked for. */
export function askAbout(connection: Connection, asked: AskedCalls): CallQuestion {
  const { window, calls, isCanonical = false, found } = asked;
  if (found?.isOver(connection) && window) {
    const { isByInstant, sql, parameters } = found.questionOf(window);
    const ofFound = (statement: string) => sql(statement).replaceAll(FROM_LOG, `FROM ${found.table}`);
    return { isByInstant, sql: ofFound, parameters: { ...parameters } };
  }
  const isOfErrors = asked.isOfErrors ?? readsErrors(connection, calls);
  const userId = calls.userId === undefined ? undefined : bindId(calls.userId);
  const whose = isOfErrors ? 'errors' : userId === undefined ? 'all' : { userId };
  const bounds = window && windowBounds(window);
  const question = bounds && (isCanonical ? byText(bounds) : connection.timeForms.questionOf(bounds, whose));
  const isByInstant = question?.isByInstant ?? true;
  const condition = calls.query && conditionOf(calls.query, { isByInstant });
  const where = whereSql({ condition, isOfUser: userId !== undefined, isOfWindow: window !== undefined, isOfErrors });
  return {
    isByInstant,
    sql: (statement) => {
      const fitting = statement.replaceAll(IN_WINDOW, () => where);
      return question?.sql(fitting) ?? fitting;
    },
    parameters: { ...question?.parameters, ...condition?.parameters, ...(userId !== undefined && { userId }) },
  };
}

function readsErrors(connection: Connection, { query }: SummedCalls): boolean {
  return query !== undefined && fitsErrorsAlone(query) && connection.hasIndex(INDEX_OF_ERRORS);
}

function byText(parameters: WindowBounds): WindowQuestion {
  return { isByInstant: false, sql: (statement) => statement, parameters };
}

/** Writes the condition that stands in the place of IN_WINDOW. */
export function whereSql({
  condition,
  isOfUser,
  isOfWindow,
  isOfErrors,
}: {
  readonly condition: Condition | undefined;
  readonly isOfUser: boolean;
  readonly isOfWindow: boolean;
  readonly isOfErrors: boolean;
}): string {
  const parts: string[] = [];
  // Among errors, not by the index of users, which holds all their calls.
  if (isOfUser) parts.push(isOfErrors ? '(user_id = @userId) IS true' : 'user_id = @userId');
  if (isOfWindow) parts.push(IN_WINDOW);
  if (isOfErrors) parts.push(IS_ERROR);
  if (condition) parts.push(condition.sql);
  return parts.length === 0 ? 'true' : parts.join(' AND ');
}
