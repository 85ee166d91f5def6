import { LISTED_COLUMNS, listedSql } from './call-rows.ts';
import { IN_WINDOW, IS_ERROR } from './call-sql.ts';

/** Columns by which a list is sorted as JavaScript writes them in lower case, which SQL does not know. */
export type TextSort = 'user' | 'route' | 'message';

/** Statements of a list by a column of text. */
export interface TextOrder {
  /** The values with the text that each is sorted by, their calls, those of them with a lower id than `$1`, and whether `$1` is one. */
  readonly values: string;
  /** A page of the calls with some values, `$1`, whose places are `$2`: `$3` calls behind the first `$4`. */
  readonly rising: string;
  readonly falling: string;
}

/** The list of calls by each column of text. */
export const TEXT_ORDERS: Readonly<Record<TextSort, TextOrder>> = {
  user: byValue({
    value: 'l.user_id',
    type: 'bigint',
    text: `coalesce(u.username, '#' || v.value)`,
    join: 'LEFT JOIN "user" u ON u.id = v.value',
  }),
  route: byText(`coalesce(l.api_route, '')`),
  // The message of a failed call; an empty one is none.
  message: byText(`CASE WHEN ${IS_ERROR} THEN coalesce(l.error_message, '') ELSE '' END`),
};

function byText(value: string): TextOrder {
  return byValue({ value: `(${value}) COLLATE "C"`, type: 'text', text: 'v.value', join: '' });
}

/** A column in SQL with its type, and the text that a value of it is sorted by. */
interface ValueColumn {
  readonly value: string;
  readonly type: 'bigint' | 'text';
  readonly text: string;
  readonly join: string;
}

function byValue({ value, type, text, join }: ValueColumn): TextOrder {
  const page = (down: string) =>
    listedSql(
      `SELECT ${LISTED_COLUMNS}, wanted.place FROM user_api_call_log l
      JOIN unnest($1::${type}[], $2::int[]) AS wanted(value, place) ON wanted.value = ${value}
      WHERE ${IN_WINDOW} ORDER BY wanted.place, l.id${down} LIMIT $3::bigint OFFSET $4::bigint`,
      `l.place, l.id${down}`,
    );
  return {
    values: `
  SELECT v.value, ${text}, v.count, v.lower_count, v.has_anchor
  FROM (
    SELECT ${value} AS value, count(*), count(*) FILTER (WHERE l.id < $1::bigint) AS lower_count,
      coalesce(bool_or(l.id = $1::bigint), false) AS has_anchor
    FROM user_api_call_log l WHERE ${IN_WINDOW} GROUP BY 1) v ${join}`,
    rising: page(''),
    falling: page(' DESC'),
  };
}
