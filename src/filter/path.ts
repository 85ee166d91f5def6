import { FaultAt } from './fault.ts';
import type { PathStep } from './query.ts';
import { type Piece, quoted } from './source.ts';

const MOST_STEPS = 100;
const MOST_LISTS = 10;
const KEY = /^[^.[\]"]+/u;
const INDEX = /^\[(\d*)\]/u;

/** Parses the path behind `req` or `res`: `.name`, `."any name"`, `[0]`, `[]`. Throws a FaultAt if it breaks off. */
export function pathOf(pieces: readonly Piece[], payload: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  let wantsKey = false;
  for (const piece of pieces) {
    if (piece.isQuoted) {
      if (!wantsKey) throw broken(payload, piece);
      steps.push({ key: piece.text });
      wantsKey = false;
      continue;
    }
    for (let at = 0; at < piece.text.length; ) {
      const rest = piece.text.slice(at);
      const [index, digits] = INDEX.exec(rest) ?? [];
      const [key] = KEY.exec(rest) ?? [];
      if (rest.startsWith('.') && !wantsKey) at += 1;
      else if (index !== undefined && !wantsKey) at += index.length;
      else if (key !== undefined && wantsKey) at += key.length;
      else throw broken(payload, { at: piece.at + at, length: Math.max(1, rest.length) });
      if (rest.startsWith('.')) wantsKey = true;
      else if (index !== undefined) steps.push(digits === '' ? { any: true } : { index: Number(digits) });
      else if (key !== undefined) {
        steps.push({ key });
        wantsKey = false;
      }
    }
  }
  const last = pieces.at(-1);
  refuseTooLong(payload, steps, pieces);
  if (wantsKey && last) throw broken(payload, { at: last.at + last.length - 1, length: 1 });
  return steps;
}

// SQL looks for any element of a list in a table of its own, and joins no more than 64.
function refuseTooLong(payload: string, steps: readonly PathStep[], pieces: readonly Piece[]): void {
  const place = pieces[0]?.at ?? 0;
  const tooLong = (most: number, what: string, count: number) =>
    new FaultAt(`${payload} can be followed by at most ${most} ${what}; here are ${count}.`, place, 1);
  if (steps.length > MOST_STEPS) throw tooLong(MOST_STEPS, 'steps', steps.length);
  const anyCount = steps.filter((step) => 'any' in step).length;
  if (anyCount > MOST_LISTS) throw tooLong(MOST_LISTS, 'times []', anyCount);
}

/** A path as it is written behind `req` or `res`. */
export function printPath(path: readonly PathStep[]): string {
  return path.map(printStep).join('');
}

function printStep(step: PathStep): string {
  if ('any' in step) return '[]';
  if ('index' in step) return `[${step.index}]`;
  return /^[^\s.[\]"():]+$/u.test(step.key) ? `.${step.key}` : `.${quoted(step.key)}`;
}

function broken(payload: string, { at, length }: { readonly at: number; readonly length: number }): FaultAt {
  return new FaultAt(
    `${payload} is followed by a path, e.g. ${payload}.recipient.age or ${payload}.items[0].`,
    at,
    length,
  );
}
