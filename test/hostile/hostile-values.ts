import { randomNumbers } from '../text/hostile.ts';

/**
 * Value that a program that we did not write may have put into a text column; bytes in `text` are text that is no
 * UTF-8.
 */
export type HostileValue = string | number | { readonly text: Buffer } | { readonly blob: Buffer };

/** Sequences of every family, those of 7 and of 8 bits; none of them is one that the program writes itself. */
const sequences: readonly string[] = [
  '\u001b[31m',
  '\u001b[8m',
  '\u001b[38;5;199m',
  '\u001b[2J',
  '\u001b[77;77H',
  '\u001b[?1003h',
  '\u001b[>1u',
  '\u001b[6n',
  '\u001b]0;OWNED\u0007',
  '\u001b]8;;http://evil\u001b\\click\u001b]8;;\u001b\\',
  '\u001b]52;c;T1dORUQ=\u0007',
  '\u001bP+q544e\u001b\\',
  '\u001b_OWNED\u001b\\',
  '\u001b^OWNED\u001b\\',
  '\u001bXOWNED\u001b\\',
  '\u001bc',
  '\u001b#8',
  '\u001b(0',
  '\u009b2J',
  '\u009d52;c;T1dORUQ=\u009c',
  '\u0090q\u009c',
  '\u0085\u008d\u0099',
  '\u001b',
];

const tricks: readonly string[] = [
  '\u202egnp.exe',
  '\u202d\u202a\u202b\u202c',
  '\u2066isolate\u2067\u2068\u2069',
  '\u200e\u200f\u061c',
  '\u200b\u200c\u200d\u2060\ufeff\u00ad',
  'e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309',
  `Z${'\u0489\u0363'.repeat(40)}`,
  '\u0301\u20dd',
  '\u0000nul\u0000',
  'carriage\rreturn',
  'line\nfeed\r\n\n',
  'tab\ttab',
  'bell\u0007',
  'back\b\b\b\bspace\u007f',
  '\u2028\u2029\u000b\u000c\u001c',
  '\u{e0041}\u{e007f}',
  '\u3164\u115f\u1160\uffa0\u2800',
  '\uffff\ufdd0\u{1fffe}',
  '👩\u200d💻 👍🏽 🇩🇪 1\ufe0f\u20e3 ❤\ufe0f',
  '東京ギフト ｶﾞ 한국어 \u1100\u1161\u11a8',
  // Conjuncts of three cells are left out: Ink moves the edge of a dialog by one where it cuts such a one.
  'हि कि தமிழ் ภาษาไทยกำ ൎക',
  'עברית العربية',
];

const formulas: readonly string[] = [
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '＝1+1',
  '=HYPERLINK("http://evil","x")',
];

const payloads: readonly string[] = [
  '{"a":"\\u001b[2J\\u202e"}',
  '{"\\u001b]0;x\\u0007":[1,{"__proto__":{"x":1}}]}',
  '"\\u0000\\ud800"',
  '[1e999,-0,null]',
  '{"unfinished',
  `${'['.repeat(2000)}${']'.repeat(2000)}`,
];

// Lone surrogates, overlong forms, cut sequences and stray bytes, which are no UTF-8.
const brokenBytes: readonly (readonly number[])[] = [
  [0xed, 0xa0, 0x80],
  [0xed, 0xb0, 0x80, 0x78],
  [0xc0, 0x9b, 0x32, 0x4a],
  [0xe0, 0x80, 0x9b],
  [0xf4, 0x90, 0x80, 0x80],
  [0xff, 0xfe, 0x1b, 0x5b, 0x32, 0x4a],
  [0x61, 0xc3],
  [0x9b, 0x33, 0x31, 0x6d],
];

const aMegabyte = 1 << 20;

/** Gives value after value. */
export interface HostileSource {
  next(): HostileValue;
  /** Differs from all before it. */
  unique(): HostileValue;
  /** A text, which differs from all before it. */
  name(): string;
  /** A text of a megabyte. */
  huge(): string;
}

/** A source of hostile values, the same for the same seed. */
export function hostileSource(seed: number): HostileSource {
  const random = randomNumbers(seed);
  const pick = <T>(list: readonly T[], instead: T): T => list[Math.floor(random() * list.length)] ?? instead;
  const anyCodePoint = () => String.fromCodePoint(Math.floor(random() * 0x110000)).toWellFormed();
  const piece = (): string => {
    const die = random();
    if (die < 0.4) return pick(sequences, '');
    if (die < 0.7) return pick(tricks, '');
    if (die < 0.85) return pick(['acme', ' ', 'shop-7', '/api/predict', '0', 'a'.repeat(80)], '');
    return anyCodePoint();
  };
  const text = () => Array.from({ length: 1 + Math.floor(random() * 5) }, piece).join('');
  const bytes = () => Buffer.concat([Buffer.from(text()), Buffer.from(pick(brokenBytes, [])), Buffer.from(text())]);
  const next = (): HostileValue => {
    const die = random();
    if (die < 0.7) return text();
    if (die < 0.78) return pick(formulas, '') + text();
    if (die < 0.84) return pick(payloads, '');
    if (die < 0.93) return { text: bytes() };
    return die < 0.97 ? { blob: bytes() } : pick([0, -1, 1e300, 0.1, 2 ** 53, -5e-324], 0);
  };
  let count = 0;
  const unique = (): HostileValue => {
    const value = next();
    count += 1;
    if (typeof value === 'string') return value + count;
    if (typeof value === 'number') return count + 0.5;
    const mark = Buffer.from(`${count}`);
    return 'text' in value ? { text: Buffer.concat([value.text, mark]) } : { blob: Buffer.concat([value.blob, mark]) };
  };
  const name = () => {
    count += 1;
    return text() + count;
  };
  return { next, unique, name, huge: () => text().padEnd(aMegabyte, `${text()}x`) };
}
