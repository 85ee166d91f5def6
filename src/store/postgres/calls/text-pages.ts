import type { PageRequest } from '../../../model/page.ts';
import type { CallRow } from '../../answers/call-records.ts';
import { compareText } from '../../answers/compare-text.ts';
import { placeOf } from '../../answers/pages.ts';
import { toText } from '../../answers/values.ts';
import type { Asker } from '../server/server.ts';
import { bindId } from '../values.ts';
import type { CallQuestion } from './call-question.ts';
import type { ListedPage } from './call-rows.ts';
import { TEXT_ORDERS, type TextSort } from './text-orders.ts';

/** The calls whose texts are the same in lower case; null if they have none. */
interface Section {
  readonly key: string | null;
  readonly values: readonly unknown[];
  readonly count: number;
  /** Number of calls before them in the list. */
  readonly start: number;
  /** Number of calls with a lower id than the anchor. */
  readonly lowerCount: number;
  readonly hasAnchor: boolean;
}

/** Reads a page of calls by a column of text: how often each text is there, and then the calls of those on the page. */
export async function pageByText(ask: Asker, about: CallQuestion, request: PageRequest<TextSort>): Promise<ListedPage> {
  const { sort, descending, anchorId } = request;
  const order = TEXT_ORDERS[sort];
  const anchor = anchorId === null ? null : bindId(anchorId);
  const sections = sectionsOf(await ask.tuples<ValueRow>(...about(order.values, [anchor])), request);
  const last = sections.at(-1);
  const total = last === undefined ? 0 : last.start + last.count;
  const { limit, ...place } = placeOf({ total, anchorIndex: placeOfAnchor(sections, descending) }, request);
  const { offset } = place;
  const shown = sections.filter(({ start, count }) => start + count > offset && start < offset + limit);
  const values = shown.flatMap((section) => section.values);
  const places = shown.flatMap((section, index) => section.values.map(() => index));
  const sql = descending ? order.falling : order.rising;
  const skipped = offset - (shown[0]?.start ?? 0);
  return { ...place, rows: await ask.rows<CallRow>(...about(sql, [values, places, limit, skipped])) };
}

type ValueRow = readonly [value: unknown, text: unknown, count: number, lowerCount: number, hasAnchor: boolean];

function sectionsOf(rows: readonly ValueRow[], { sort, descending }: PageRequest<TextSort>): readonly Section[] {
  const keyOf = ([value, text]: ValueRow) =>
    sort === 'message' && value === '' ? null : (toText(text) ?? '').toLowerCase();
  const sections = [...Map.groupBy(rows, keyOf)].map(
    ([key, same]): Section => ({
      key,
      values: same.map(([value]) => value),
      count: sum(same.map(([, , count]) => count)),
      start: 0,
      lowerCount: sum(same.map(([, , , lowerCount]) => lowerCount)),
      hasAnchor: same.some(([, , , , hasAnchor]) => hasAnchor),
    }),
  );
  const direction = descending ? -1 : 1;
  sections.sort(({ key: one }, { key: other }) => {
    // What has no text comes last in both directions.
    if (one === null || other === null) return one === null ? 1 : -1;
    return compareText(one, other) * direction;
  });
  let start = 0;
  return sections.map((section) => {
    start += section.count;
    return { ...section, start: start - section.count };
  });
}

function placeOfAnchor(sections: readonly Section[], descending: boolean): number | null {
  const section = sections.find(({ hasAnchor }) => hasAnchor);
  if (section === undefined) return null;
  const { start, count, lowerCount } = section;
  return start + (descending ? count - lowerCount - 1 : lowerCount);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
