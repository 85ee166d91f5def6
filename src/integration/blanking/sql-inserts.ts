import type { TextRules } from './text-rules.ts';

const INSERT = /\b(?:INSERT|REPLACE)\s+(?:\w{1,20}\s+){0,2}INTO\s+[^\s(]{1,200}\s*\(([^()]{1,2000})\)\s*VALUES\s*/gi;
const CELL = /\s{0,20}(?:([NE]?')((?:[^']|'')*)'|([^,()']{0,1000}(?:\([^()]{0,200}\))?))\s{0,20}([,)]|$)/;
const BETWEEN_ROWS = /\s{0,20},?\s{0,20}\(/;

/** A text with the values of columns that are named like secrets blanked in its INSERT statements. */
export function blankInserts(text: string, rules: TextRules): string {
  const kept: string[] = [];
  let from = 0;
  for (const match of text.matchAll(INSERT)) {
    const names = (match[1] ?? '').split(',').map((name) => name.trim().replace(/^["`[]|["`\]]$/g, ''));
    const places = new Set(names.flatMap((name, place) => (rules.covers(name) ? [place] : [])));
    if (places.size === 0 || match.index < from) continue;
    for (const { start, end } of cellsAt(text, match.index + match[0].length, places)) {
      const value = text.slice(start, end);
      if (value === '' || value === rules.blank || /^(?:\?|[:$@]\w+|null|default)$/i.test(value)) continue;
      rules.found(value.replaceAll("''", "'"));
      kept.push(text.slice(from, start), rules.blank);
      from = end;
    }
  }
  kept.push(text.slice(from));
  return kept.join('');
}

/** Finds the values at these places of the rows that begin here, without their quotes. */
function* cellsAt(text: string, start: number, places: ReadonlySet<number>): Generator<{ start: number; end: number }> {
  const [between, next] = [new RegExp(BETWEEN_ROWS, 'y'), new RegExp(CELL, 'y')];
  between.lastIndex = start;
  while (between.test(text)) {
    next.lastIndex = between.lastIndex;
    for (let place = 0, isOpen = true; isOpen; place += 1) {
      const at = next.lastIndex;
      const [all = '', quote, quoted = '', bare = '', mark = ''] = next.exec(text) ?? [];
      if (all === '') return;
      const begin = at + all.search(/\S|$/) + (quote?.length ?? 0);
      if (places.has(place))
        yield { start: begin, end: begin + (quote === undefined ? bare.trimEnd() : quoted).length };
      isOpen = mark === ',';
    }
    between.lastIndex = next.lastIndex;
  }
}
