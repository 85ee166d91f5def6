import type { Term } from '../../../filter/query.ts';
import { isSimpleTerm, termsOfFact } from '../../../filter/why-terms.ts';
import type { CallWhy, FilteredWhyLine } from '../../../model/call-why.ts';
import type { Clicked, Mark } from '../../context/route.ts';

const list = 'lines';

/** Selection among the lines of an answer: the first line unless another is marked. */
export interface WhySelection {
  readonly line: FilteredWhyLine | undefined;
  readonly index: number;
  /** A line of the answer. */
  clicked(index: number): Clicked | undefined;
  /** The next line, or why there is none. */
  next(by: 1 | -1): Mark | string;
  /** The conditions that the line stands for, or why there are none. */
  terms(): readonly Term[] | string;
}

/** The selection that a mark stands for: it stays with its line while others come. */
export function whySelection(mark: Mark | null, answer: CallWhy | undefined): WhySelection {
  const lines = answer?.lines ?? [];
  const marked =
    mark?.kind === 'row' && mark.list === list ? lines.findIndex((line) => nameOf(line) === mark.name) : -1;
  const index = Math.max(0, marked);
  const line = lines[index];
  return {
    line,
    index,
    clicked(at) {
      const clicked = lines[at];
      return clicked && { mark: markOf(clicked), isSelected: at === index };
    },
    next(by) {
      const next = lines[Math.max(0, Math.min(lines.length - 1, index + by))];
      return next ? markOf(next) : 'There are no lines to select.';
    },
    terms() {
      if (line === undefined) return 'There is no line to narrow the filter by.';
      const terms = line.facts
        .map((fact) => termsOfFact(fact) ?? [])
        .filter((list) => list.every(isSimpleTerm))
        .flat();
      return terms.length > 0 ? terms : 'Filters have no words for this line.';
    },
  };
}

function markOf(line: FilteredWhyLine): Mark {
  return { kind: 'row', list, name: nameOf(line) };
}

function nameOf({ facts }: FilteredWhyLine): string {
  return JSON.stringify(facts);
}
