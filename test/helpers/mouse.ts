import type { Console } from './console.tsx';

/** A cell of the screen, counted from 0. */
export type Cell = readonly [x: number, y: number];

/** The place of a text on the screen: all of the screens that are clicked are of one cell a letter up to it. */
export function placeOf({ app }: Pick<Console, 'app'>, text: string, line?: RegExp): Cell {
  const y = app.lines().findIndex((candidate) => candidate.includes(text) && (line?.test(candidate) ?? true));
  if (y < 0) throw new Error(`“${text}” is not on the screen:\n${app.screen()}`);
  return [app.lines()[y]?.indexOf(text) ?? 0, y];
}

/** What a terminal sends of a button in a cell. */
export function mouseReport(button: number, [x, y]: Cell, end: 'M' | 'm' = 'M'): string {
  return `\u001b[<${button};${x + 1};${y + 1}${end}`;
}

/** Presses and lets go of the left button on a text, or in a cell. */
export async function click(console: Pick<Console, 'app'>, at: string | Cell, line?: RegExp): Promise<void> {
  const place = typeof at === 'string' ? placeOf(console, at, line) : at;
  await console.app.type(mouseReport(0, place) + mouseReport(0, place, 'm'));
}

/** Turns the wheel by a step over a cell. */
export async function wheel({ app }: Pick<Console, 'app'>, by: 'up' | 'down', place: Cell): Promise<void> {
  await app.type(mouseReport(by === 'up' ? 64 : 65, place));
}
