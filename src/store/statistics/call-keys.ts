import type { Id } from '../../model/id.ts';
import type { ListPlace } from '../answers/call-sums.ts';
import { compareText } from '../answers/compare-text.ts';
import type { Names } from './names.ts';
import type { CallKeys } from './order-sink.ts';

/** The numbers by which calls are sorted as a list asks for. */
export function keysOf({ sort, textOf }: Pick<ListPlace, 'sort' | 'textOf'>, names: Names): CallKeys {
  switch (sort) {
    case 'ms':
      return 'times';
    case 'status':
      return { ofKind: Float64Array.from(names.statusOf, (status) => status ?? Number.NaN) };
    case 'route': {
      const ranks = ranksOf(names.routes, textOf);
      return { ofKind: Float64Array.from(names.routeOf, (route) => ranks[route] ?? Number.NaN) };
    }
    case 'user':
      return { ofUser: ranksOf(names.userIds, textOf) };
  }
}

/** The place of each value among the texts of all. */
function ranksOf<Value extends string | Id>(values: readonly Value[], textOf: (value: Value) => string): Float64Array {
  const texts = values.map(textOf);
  const sorted = [...new Set(texts)].sort(compareText);
  const ranks = new Map(sorted.map((text, rank) => [text, rank]));
  return Float64Array.from(texts, (text) => ranks.get(text) ?? Number.NaN);
}
