import { lastNameOf, type PathStep, plainName } from './blank-path.ts';

/** A place in a payload: the names that lead to it, and how far along paths they have come. */
export interface Place {
  readonly names: readonly string[];
  readonly reached: readonly Reached[];
}

/** A path, and how many of its steps are done. */
interface Reached {
  readonly path: readonly PathStep[];
  readonly count: number;
}

// Between names that are written as one: `recipient.address`, `items[0][price]`, `/items/0/price`.
const BETWEEN = /[.[\]/]+/;

/** The paths to secrets, and the places on the way along them. */
export class Places {
  readonly #paths: readonly (readonly PathStep[])[];
  readonly #start: readonly Reached[];
  readonly #top: Place;

  constructor(paths: readonly (readonly PathStep[])[]) {
    this.#paths = paths;
    this.#start = paths.map((path) => ({ path, count: 0 }));
    this.#top = { names: [], reached: this.#start };
  }

  get isEmpty(): boolean {
    return this.#paths.length === 0;
  }

  /** The top of a payload, or of what has a top of its own within one, as JSON in a string. */
  top(at?: Place): Place {
    return at === undefined ? this.#top : { names: at.names, reached: [...at.reached, ...this.#start] };
  }

  /** A place of which nobody knows where it is, so that any number of steps may be done after which a name is left to go by. */
  anywhere(): Place {
    const reached = this.#paths.flatMap((path) => path.map((_, count) => ({ path, count })));
    return {
      names: [],
      reached: reached.filter(({ path, count }) => count === 0 || lastNameOf(path.slice(count)) !== undefined),
    };
  }

  /** The place of a member, or of the element with an index; the member's name may be several in one. */
  below({ names, reached }: Place, name: string, isElement = false): Place {
    const next = advanced(reached, name, isElement);
    const parts = reached.length > 0 && BETWEEN.test(name) ? partsOf(name) : [];
    // Without a name it would be any one with a dot in it.
    const across = (parts.length > 1 ? advancedBy(reached, parts) : []).filter(
      ({ path, count }) => lastNameOf(path.slice(count - parts.length, count)) !== undefined,
    );
    return { names: [...names, name], reached: across.length === 0 ? next : [...next, ...across] };
  }

  /** The place that a field of a form names: `user[email]`, `user.email`; of `tags[]`, that of the list. */
  ofField({ names, reached }: Place, field: string): Place {
    const parts = field.replace(/\[\]$/, '').replaceAll(']', '').split(/[.[]/);
    return { names: [...names, ...parts], reached: advancedBy(reached, parts) };
  }

  /** Tells whether a name is several in one that lead along a whole path, wherever they begin. */
  isNamedBy(name: string): boolean {
    return this.#paths.length > 0 && BETWEEN.test(name) && this.isOnWay(partsOf(name));
  }

  /** Tells whether some of these names, one behind the other, lead along a whole path. */
  isOnWay(names: readonly string[]): boolean {
    const plain = names.map(plainName);
    return this.#paths.some(
      (path) =>
        path.length > 1 &&
        lastNameOf(path) !== undefined &&
        plain.some((_, start) => path.every((step, index) => fits(step, plain[start + index]))),
    );
  }
}

/** Tells whether a place is at the end of a path, or below it. */
export function isSecretPlace({ reached }: Place): boolean {
  return reached.some(({ path, count }) => count === path.length);
}

function advancedBy(reached: readonly Reached[], names: readonly string[]): readonly Reached[] {
  return names.reduce((far, name) => advanced(far, name, isIndex(name)), reached);
}

function advanced(reached: readonly Reached[], name: string, isElement: boolean): readonly Reached[] {
  if (reached.length === 0) return reached;
  const plain = plainName(name);
  return reached.flatMap((last) => {
    const step = last.path[last.count];
    if (step === undefined) return last;
    return fits(step, plain, isElement) ? { path: last.path, count: last.count + 1 } : [];
  });
}

function fits(step: PathStep, plain: string | undefined, isElement = plain !== undefined && isIndex(plain)): boolean {
  if (plain === undefined) return false;
  if (step === 'any') return true;
  return step === 'element' ? isElement : step.name === plain;
}

function isIndex(name: string): boolean {
  return /^\d*$/.test(name);
}

function partsOf(name: string): readonly string[] {
  return name.split(BETWEEN).filter((part) => part !== '');
}
