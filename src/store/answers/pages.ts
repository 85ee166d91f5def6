import type { Id } from '../../model/id.ts';
import type { PageRequest } from '../../model/page.ts';
import { compareIds } from './compare-ids.ts';

/**
 * A value that a list is sorted by. What it means if there is none is one of two: null is not known (an average of nothing, a
 * share of no calls, no category, a time that cannot be read) and stands last in both directions; NEVER is known.
 */
export type SortKey = string | number | null;

/** The time of what never happened: longer ago than any, so first where the longest ago is first and last where the newest is. */
export const NEVER = '';

/** Rules for filtering and sorting the entries of a long list. */
export interface Arrangement<Entry> {
  readonly id: (entry: Entry) => Id;
  /** The text that the filter looks into. */
  readonly text: (entry: Entry) => string;
  readonly key: (entry: Entry) => SortKey;
}

/** The place of a page in a list that is in order. */
export interface PagePlace {
  readonly ids: readonly Id[];
  readonly offset: number;
  readonly total: number;
  readonly anchorIndex: number | null;
}

/** The ids of the entries that pass the filter, in order; ties go by id. */
export function arrange<Entry>(
  entries: readonly Entry[],
  request: Pick<PageRequest<string>, 'filter' | 'descending'>,
  { id, text, key }: Arrangement<Entry>,
): readonly Id[] {
  const wanted = request.filter.toLowerCase();
  const passed = wanted === '' ? entries : entries.filter((entry) => text(entry).toLowerCase().includes(wanted));
  const direction = request.descending ? -1 : 1;
  return passed
    .map((entry) => ({ id: id(entry), key: key(entry) }))
    .sort((a, b) => compareKeys(a.key, b.key, direction) || compareIds(a.id, b.id) * direction)
    .map((entry) => entry.id);
}

/** The one order of all lists. */
function compareKeys(a: SortKey, b: SortKey, direction: 1 | -1): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return (a < b ? -1 : 1) * direction;
}

/**
 * Returns the place of the requested page: around its anchor where the list holds it, else from its offset, never past
 * the end.
 */
export function placeOf(
  { total, anchorIndex }: Pick<PagePlace, 'total' | 'anchorIndex'>,
  request: PageRequest<string>,
): Omit<PagePlace, 'ids'> & { readonly limit: number } {
  const limit = Math.max(0, Math.floor(request.limit));
  const wanted = anchorIndex === null ? Math.floor(request.offset) : anchorIndex - Math.floor(limit / 2);
  return { offset: Math.max(0, Math.min(wanted, total - limit)), limit, total, anchorIndex };
}

/** The page that was asked for of a list that is in order. */
export function placePage(order: readonly Id[], request: PageRequest<string>): PagePlace {
  const found = request.anchorId === null ? -1 : order.indexOf(request.anchorId);
  const { limit, ...place } = placeOf({ total: order.length, anchorIndex: found === -1 ? null : found }, request);
  return { ...place, ids: order.slice(place.offset, place.offset + limit) };
}

/** The rows in the order of their ids; a row that is gone since is left out. */
export function inOrder<Row extends { readonly id: Id }>(ids: readonly Id[], rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined);
}

/** Keeps the last few answers, so that turning pages asks nothing again. */
export class Recent<Value> {
  readonly #size: number;
  readonly #values = new Map<string, Value>();

  constructor(size: number) {
    this.#size = size;
  }

  /** The answer to this question, worked out if it is not known. */
  get(question: readonly unknown[], answer: () => Value): Value {
    const name = JSON.stringify(question);
    return this.#keep(name, this.#values.get(name) ?? answer());
  }

  /** The same where working it out has to wait; one that is not final is not kept. */
  async resolve(
    question: readonly unknown[],
    answer: () => Promise<Value>,
    isFinal: () => boolean = () => true,
  ): Promise<Value> {
    const name = JSON.stringify(question);
    const value = this.#values.get(name) ?? (await answer());
    return isFinal() ? this.#keep(name, value) : value;
  }

  #keep(name: string, value: Value): Value {
    this.#values.delete(name);
    this.#values.set(name, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.#size && oldest !== undefined) this.#values.delete(oldest);
    return value;
  }
}
