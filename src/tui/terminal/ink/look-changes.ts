import { blankChange, blankLook, compareLooks, type Look, lookChange } from './look.ts';

/** A look, and the sequence that leads to it. */
type Change = ReturnType<typeof blankChange>;

/** More looks than all screens together have. */
const mostKept = 500;

/**
 * The sequences between looks, each computed once: a screen has a few dozen looks, and a frame asks thousands of times. Where a
 * screen has ever new ones, it begins anew.
 */
export class LookChanges {
  #known = new Map<Look, Known>();

  /** The shortest sequence from one look to another. */
  change(from: Look, to: Look): Change {
    return kept(this.#of(from).changes, to, () => ({ look: to, sequence: lookChange(from, to) }));
  }

  /** The sequence from a look to one in which a blank looks as it should. */
  blankChange(from: Look, to: Look): Change {
    return kept(this.#of(from).blankChanges, to, () => blankChange(from, to));
  }

  /** Returns the look of a blank in a look. */
  blank(look: Look): Look {
    return this.#of(look).blank;
  }

  /** The looks, in an order in which those that differ in little stand side by side. */
  sorted(looks: Iterable<Look>): readonly Look[] {
    return [...looks].sort(compareLooks);
  }

  #of(look: Look): Known {
    if (this.#known.size > mostKept) this.#known = new Map();
    return kept(this.#known, look, () => ({ blank: blankLook(look), changes: new Map(), blankChanges: new Map() }));
  }
}

/** A look: that of its blanks, and the changes from it. */
interface Known {
  readonly blank: Look;
  readonly changes: Map<Look, Change>;
  readonly blankChanges: Map<Look, Change>;
}

function kept<Answer>(answers: Map<Look, Answer>, look: Look, find: () => Answer): Answer {
  const known = answers.get(look);
  if (known !== undefined) return known;
  const answer = find();
  answers.set(look, answer);
  return answer;
}
