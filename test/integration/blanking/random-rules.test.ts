import { describe, expect, test } from 'vitest';
import { Blanking } from '../../../src/integration/blanking/blanking.ts';
import { BodyTap } from '../../../src/integration/logging/body-tap.ts';
import { bodyPayload } from '../../../src/integration/logging/payloads.ts';
import { inLongRun } from '../../helpers/long-run.ts';
import { randomOf } from '../../helpers/random.ts';
import { type OddDocument, type OddValue, oddDocument } from './random-document.ts';

const seed = Number(process.env.SEED ?? 23);
const ROUNDS = inLongRun(150, 10_000);
const BLANK = '"[blanked]"';

/** A path with a place of its steps as a program would write them, and a test of what it means. */
interface RandomPath {
  readonly text: string;
  readonly leadsTo: (path: OddValue['path']) => boolean;
}

type Pick = <Item>(items: readonly Item[]) => Item;

function pathTo(target: OddValue['path'], pick: Pick): RandomPath {
  const steps = target.map((step) => {
    const any = { text: pick(['.*', '[*]']), fits: () => true };
    if (typeof step === 'number') {
      const element = { text: '[]', fits: (other: string | number) => typeof other === 'number' };
      return pick([
        { text: pick([`[${step}]`, `.${step}`]), fits: (other: string | number) => other === step },
        element,
        any,
      ]);
    }
    const quoted = JSON.stringify(step);
    const ways = step.includes('.') ? [`.${quoted}`, `[${quoted}]`] : [`.${step}`, `.${quoted}`];
    const name = { text: pick(ways), fits: (other: string | number) => other === step };
    return pick([name, name, name, any]);
  });
  return {
    text: steps
      .map(({ text }) => text)
      .join('')
      .replace(/^\./, ''),
    leadsTo: (path) => path.length === steps.length && steps.every(({ fits }, index) => fits(path[index] ?? '')),
  };
}

/** A document up to a place in its text, as it is logged when the values that are chosen are secret. */
function expected({ text, values }: OddDocument, isSecret: (value: OddValue) => boolean, end = text.length): string {
  let [told, from] = ['', 0];
  for (const value of values) {
    if (!isSecret(value) || value.start < from || value.start >= end) continue;
    told += text.slice(from, value.start) + BLANK;
    from = value.end;
  }
  return told + text.slice(from, Math.max(from, end));
}

function eachRound(check: (document: OddDocument, path: RandomPath, random: () => number) => void): void {
  const random = randomOf(seed);
  const pick: Pick = (items) => items[Math.floor(random() * items.length)] as (typeof items)[number];
  for (let round = 0; round < ROUNDS; round += 1) {
    const document = oddDocument(random);
    const inside = document.values.filter(({ path }) => path.length > 1);
    if (inside.length > 0) check(document, pathTo(pick(inside).path, pick), random);
  }
}

describe('All that a random path leads to in a random document is blanked, and all else stays to the letter,', () => {
  test('in a payload, in a text around it, and in a string', () => {
    eachRound((document, { text, leadsTo }) => {
      const blanking = new Blanking({ blank: [text] });
      const told = expected(document, ({ path }) => leadsTo(path));
      const about = `SEED=${seed} ${text} ${document.text}`;
      expect(blanking.apply(document.text), about).toBe(told);
      expect(blanking.apply(`Cannot read ${document.text} here.`), about).toBe(`Cannot read ${told} here.`);
      // What is around may also be the first step of a path.
      if (/^\W*\*/.test(text)) return;
      expect(blanking.apply(`data: ${document.text}\n\ndata: ${document.text}`), about).toBe(
        `data: ${told}\n\ndata: ${told}`,
      );
      const inString = blanking.apply(JSON.stringify({ list: [document.text, 1.5] }));
      expect(JSON.parse(inString), about).toEqual({ list: [told, 1.5] });
    });
  });

  test('in a payload that is cut anywhere', () => {
    eachRound((document, { text, leadsTo }, random) => {
      const blanking = new Blanking({ blank: [text] });
      const leaves = document.values.filter(({ leaf }) => leaf !== undefined);
      const leaf = leaves[Math.floor(random() * leaves.length)];
      if (leaf === undefined) return;
      const end = leaf.start + Math.floor(random() * (leaf.end - leaf.start));
      const told = blanking.apply(document.text.slice(0, end), undefined, { isCut: true });
      expect(told, `SEED=${seed} ${text} ${document.text.slice(0, end)}`).toBe(
        expected(document, ({ path }) => leadsTo(path), end),
      );
    });
  });

  test('in a form', () => {
    eachRound(({ values }, { text, leadsTo }) => {
      const leaves = values.filter(({ leaf, path }) => leaf !== undefined && path.length > 0);
      const nameOf = ({ path: [first, ...others] }: OddValue) =>
        `${first}${others.map((step) => `[${step}]`).join('')}`;
      const isSecret = ({ path }: OddValue) => path.some((_, index) => leadsTo(path.slice(0, index + 1)));
      // In the name of a field a dot is between two.
      const clear = leaves.filter(({ path }) => !path.includes('e.f'));
      const tap = new BodyTap(100_000);
      tap.add(new URLSearchParams(clear.map((value) => [nameOf(value), value.leaf ?? ''])).toString());
      const type = 'application/x-www-form-urlencoded';
      const payload = bodyPayload(tap, { type, isWhole: true }, new Blanking({ blank: [text] }));
      const told = clear.map((value) => [nameOf(value), isSecret(value) ? '[blanked]' : value.leaf]);
      expect(payload?.toJSON() ?? {}, `SEED=${seed} ${text}`).toEqual(Object.fromEntries(told));
    });
  });

  test('as it is where the program itself says so', () => {
    eachRound((document, { text, leadsTo }) => {
      const asked: string[] = [];
      const lists = new Set(
        document.values.flatMap(({ path }) => (typeof path.at(-1) === 'number' ? [keyOf(path.slice(0, -1))] : [])),
      );
      const stepsOf = (path: readonly string[]) =>
        path.map((step, index) => (lists.has(keyOf(path.slice(0, index))) ? Number(step) : step));
      const blanking = new Blanking({
        blankValue: (path) => {
          asked.push(keyOf(path));
          return leadsTo(stepsOf(path));
        },
      });
      const told = blanking.apply(document.text);
      expect(told, `SEED=${seed} ${text} ${document.text}`).toBe(expected(document, ({ path }) => leadsTo(path)));
      expect(new Set(asked).size, 'every value was asked about once').toBe(asked.length);
    });
  });
});

function keyOf(path: readonly (string | number)[]): string {
  return JSON.stringify(path.map(String));
}
