import { expect, test } from 'vitest';
import { firstFolds } from '../../../../src/tui/screens/call/folds.ts';
import { PayloadRows } from '../../../../src/tui/screens/call/payload-rows.ts';
import { PayloadTree, type Side, sides } from '../../../../src/tui/screens/call/payload-tree.ts';
import {
  cursorBy,
  firstPlace,
  isGap,
  isSamePlace,
  lastPlace,
  type Place,
  placeBy,
  placesFrom,
  type Stack,
  topFor,
} from '../../../../src/tui/screens/call/stack.ts';
import { randomOf } from '../../../helpers/random.ts';

function stackOf(req: string, res: string, shown: readonly Side[] = sides): Stack {
  const rowsOf = (side: Side, text: string) => {
    const payload = { text, length: text.length, byteCount: text.length, isWhole: true };
    return new PayloadRows(new PayloadTree(side, payload), { width: 50, isRevealed: false });
  };
  const rows = { req: rowsOf('req', req), res: rowsOf('res', res) };
  return {
    sides: shown,
    rows,
    folds: { req: firstFolds(rows.req.payload.tree), res: firstFolds(rows.res.payload.tree) },
  };
}

const list = (count: number) => JSON.stringify(Array.from({ length: count }, (_, at) => at));

test('The cursor walks through both payloads, is always on the screen, and never on the blank line between them', () => {
  const random = randomOf(Number(process.env.SEED ?? 8));
  for (const height of [1, 2, 7, 20, 60]) {
    const stack = stackOf(list(15), list(25));
    let [top, cursor]: readonly [Place, Place] = [firstPlace(stack), firstPlace(stack)];
    for (let step = 0; step < 300; step += 1) {
      cursor = cursorBy(stack, cursor, Math.floor(random() * 31) - 15);
      top = topFor(stack, { top, cursor }, height);
      const places = placesFrom(stack, top, height);
      expect(isGap(cursor)).toBe(false);
      expect(places.some((place) => isSamePlace(place, cursor))).toBe(true);
      expect(places).toHaveLength(Math.min(height, 16 + 1 + 26));
    }
  }
});

test('A way forward leads back, from the first place to the last', () => {
  for (const shown of [sides, ['req'], ['res']] as const) {
    const stack = stackOf(list(3), '{"a":{"b":[]}} and more', shown);
    const count = placesFrom(stack, firstPlace(stack), 1_000).length;
    const last = placeBy(stack, firstPlace(stack), count - 1);
    expect(last).toEqual(lastPlace(stack));
    expect(placeBy(stack, last, 1 - count)).toEqual(firstPlace(stack));
    expect(placeBy(stack, last, 5)).toEqual(last);
    expect(placeBy(stack, last, -1_000)).toEqual(firstPlace(stack));
  }
});
