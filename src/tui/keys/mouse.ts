import { type DOMElement, measureElement } from 'ink';
import { MARKED_INPUT } from '../../model/terminal-input.ts';

/** Something that the mouse did in a cell of the screen, counted from 0. */
export interface MouseEvent {
  /** `none` is a button that was let go, or one that means nothing. */
  readonly kind: 'click' | 'wheel' | 'none';
  readonly x: number;
  readonly y: number;
  /** Steps of the wheel; negative ones are up. */
  readonly by: number;
}

/** A cell in an area, counted from its upper left. */
export interface HitPlace {
  readonly x: number;
  readonly y: number;
}

/** Answers of an area to the mouse. */
export interface HitHandlers {
  readonly onClick?: ((place: HitPlace) => void) | undefined;
  readonly onWheel?: ((by: number) => void) | undefined;
}

interface HitArea extends HitHandlers {
  readonly node: () => DOMElement | null;
}

const WHEEL = 64;
const MODIFIERS = 4 + 8 + 16;

const report = new RegExp(`^${MARKED_INPUT}\\[<(\\d+);(\\d+);(\\d+)([Mm])(\\d*)$`, 'u');

/** A report of the terminal about the mouse (SGR, mode 1006), as it is handed on: several steps of the wheel as one, with their number. */
export function mouseEventOf(input: string): MouseEvent | undefined {
  const found = report.exec(input);
  if (!found) return undefined;
  const [code = 0, column = 1, row = 1] = found.slice(1, 4).map(Number);
  const button = code & ~MODIFIERS;
  const isWheel = button === WHEEL || button === WHEEL + 1;
  const kind = isWheel ? 'wheel' : button === 0 && found[4] === 'M' ? 'click' : 'none';
  return { kind, x: column - 1, y: row - 1, by: Number(found[5] || 1) * (button === WHEEL ? -1 : 1) };
}

/** The areas of the screen that answer the mouse. Where they stand is measured when it does something, and never before. */
export class HitAreas {
  readonly #areas = new Set<HitArea>();

  /** Adds an area until the returned function is called. */
  add(area: HitArea): () => void {
    this.#areas.add(area);
    return () => this.#areas.delete(area);
  }

  /** Lets the smallest area under the mouse answer; false if there is none. */
  answer({ kind, x, y, by }: MouseEvent): boolean {
    let smallest: { readonly area: HitArea; readonly place: HitPlace; readonly size: number } | undefined;
    for (const area of this.#areas) {
      const node = area.node();
      if (node === null || (kind === 'click' ? area.onClick : area.onWheel) === undefined) continue;
      const { x: left, y: top, width, height } = measureElement(node);
      const isInside = x >= left && x < left + width && y >= top && y < top + height;
      if (!isInside || (smallest !== undefined && smallest.size <= width * height)) continue;
      smallest = { area, place: { x: x - left, y: y - top }, size: width * height };
    }
    if (kind === 'click') smallest?.area.onClick?.(smallest.place);
    else smallest?.area.onWheel?.(by);
    return smallest !== undefined;
  }
}
