import { CLASS_SCORE, fold, maskOf, PREFIX_SCORE, SURE_SCORE, scoreIn, standsAt, type Wanted } from './ranking.ts';

/** Names in one text: each ends at its place in `ends`, where the next one begins. */
export interface Names {
  readonly text: string;
  readonly ends: Uint32Array;
}

/**
 * Many names, ready to be ranked as somebody types: 100,000 of them in a few milliseconds a letter. They are looked at by their
 * length, so that those that come first are the better ones of their class, and a class that has enough of them is done.
 */
export class NameIndex {
  readonly names: Names;
  readonly #folded: Names;
  /** The places of the names, the shortest first, and what letters each has. */
  readonly #order: Uint32Array;
  readonly #masks: Int32Array;
  #last: { readonly wanted: string; readonly places: Uint32Array } | undefined;

  constructor(names: Names) {
    this.names = names;
    this.#folded = foldNames(names);
    this.#order = shortestFirst(names.ends);
    this.#masks = masksOf(this.#folded);
  }

  /** The name at a place. */
  nameAt(place: number): string {
    return this.names.text.slice(this.names.ends[place - 1] ?? 0, this.names.ends[place]);
  }

  /** The places of exactly this name. */
  placesOf(name: string): readonly number[] {
    const { text, ends } = this.names;
    if (name === '') return [];
    const places: number[] = [];
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const place = placeAt(ends, at);
      if ((ends[place - 1] ?? 0) === at && ends[place] === at + name.length) places.push(place);
    }
    return places;
  }

  /** The places of the best matches, so many at most: by their scores, then the shorter first. The first names, where nothing is wanted. */
  search(wanted: Wanted, most: number): readonly number[] {
    if (wanted.text === '') return Array.from({ length: Math.min(most, this.#masks.length) }, (_, place) => place);
    const places = this.#candidates(wanted);
    this.#last = { wanted: wanted.text, places };
    const begin = this.#thatBegin(places, wanted, most);
    return begin.length >= most ? begin : [...begin, ...this.#others(places, wanted, most - begin.length)];
  }

  /** The names that have all letters that are wanted; of a text that goes on from the last one, they are among those of that. */
  #candidates(wanted: Wanted): Uint32Array {
    const { mask } = wanted;
    const from = this.#last && wanted.text.startsWith(this.#last.wanted) ? this.#last.places : this.#order;
    const places = new Uint32Array(from.length);
    let count = 0;
    for (let at = 0; at < from.length; at += 1) {
      const place = from[at] ?? 0;
      if (((this.#masks[place] ?? 0) & mask) !== mask) continue;
      places[count] = place;
      count += 1;
    }
    return places.subarray(0, count);
  }

  /** Those that begin with it: one that is the same is the shortest. */
  #thatBegin(places: Uint32Array, { text: wanted }: Wanted, most: number): readonly number[] {
    const { text, ends } = this.#folded;
    const found: number[] = [];
    for (let at = 0; at < places.length && found.length < most; at += 1) {
      const place = places[at] ?? 0;
      const from = ends[place - 1] ?? 0;
      if (from + wanted.length <= (ends[place] ?? 0) && standsAt(text, from, wanted)) found.push(place);
    }
    return found;
  }

  #others(places: Uint32Array, wanted: Wanted, most: number): readonly number[] {
    const { text, ends } = this.#folded;
    const classes = Array.from({ length: PREFIX_SCORE / CLASS_SCORE }, (): { place: number; score: number }[] => []);
    const sure = SURE_SCORE / CLASS_SCORE;
    let count = 0;
    for (let at = 0; at < places.length && (classes[sure]?.length ?? 0) < most; at += 1) {
      const place = places[at] ?? 0;
      // Letters that are apart are worth a look only as long as nothing better fills the list.
      const score = scoreIn(text, ends[place - 1] ?? 0, ends[place] ?? 0, wanted, count < most);
      if (score === 0 || score >= PREFIX_SCORE) continue;
      if (score >= 2 * CLASS_SCORE) count += 1;
      const sameClass = classes[Math.floor(score / CLASS_SCORE)];
      if (sameClass && (sameClass.length < most || score < 2 * CLASS_SCORE)) sameClass.push({ place, score });
    }
    classes[1]?.sort((one, other) => other.score - one.score);
    return classes
      .reverse()
      .flat()
      .slice(0, most)
      .map(({ place }) => place);
  }
}

/** The place of the name that a letter belongs to. */
function placeAt(ends: Uint32Array, at: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

function foldNames({ text, ends }: Names): Names {
  const whole = fold(text);
  if (whole.length === text.length) return { text: whole, ends };
  // A letter that changes its length is rare.
  const parts = Array.from(ends, (end, place) => fold(text.slice(ends[place - 1] ?? 0, end)));
  let end = 0;
  const foldedEnds = ends.map((_, place) => {
    end += parts[place]?.length ?? 0;
    return end;
  });
  return { text: parts.join(''), ends: foldedEnds };
}

/** Places by the lengths of what stands there, those of one length in their own order: sorted by counting, which takes a millisecond. */
function shortestFirst(ends: Uint32Array): Uint32Array {
  const lengths = ends.map((end, place) => end - (ends[place - 1] ?? 0));
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const starts = new Uint32Array(longest + 2);
  for (const length of lengths) starts[length + 1] = (starts[length + 1] ?? 0) + 1;
  for (let length = 1; length < starts.length; length += 1)
    starts[length] = (starts[length] ?? 0) + (starts[length - 1] ?? 0);
  const order = new Uint32Array(ends.length);
  for (let place = 0; place < lengths.length; place += 1) {
    const length = lengths[place] ?? 0;
    const at = starts[length] ?? 0;
    order[at] = place;
    starts[length] = at + 1;
  }
  return order;
}

function masksOf({ text, ends }: Names): Int32Array {
  const masks = new Int32Array(ends.length);
  for (let place = 0, from = 0; place < ends.length; place += 1) {
    const to = ends[place] ?? 0;
    masks[place] = maskOf(text, from, to);
    from = to;
  }
  return masks;
}
