/** Numbers from 0 to 1 that are the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const PIECES = [
  'acme-shop',
  'böhm & söhne',
  '東京ギフト',
  'emoji🎁user',
  '\u001b[31mred',
  '\u001b]52;c;ZXZpbA==\u0007',
  '\u001b]8;;http://evil\u001b\\',
  '\u009b2J',
  'line\nbreak\r\ttab',
  '\u202egnp.exe',
  '\u2066isolate\u2069',
  '\u200b\u200c\u200d\ufeff\u2060',
  '👩‍💻',
  '❤️',
  '👍🏽',
  '🇩🇪',
  '1️⃣',
  '\u{e0041}\u{e007f}',
  'a\u0301\u0302\u0303\u0304\u0305',
  '\u0301\u0301',
  '\u3164\u115f\u1160\uffa0',
  '\ud800',
  '\udc00x',
  '\uffff\ufdd0',
  'हिन्दी क्षि',
  'ภาษาไทยกำ',
  '한국어',
  '\u1100\u1161\u11a8',
  'עברית',
  'العربية',
  '\u2028\u2029\u0085',
  'ൎക',
  '…–▁⣿',
  '\u{1f1e9}',
  'ｶﾞ',
] as const;

/** Texts put together from what breaks terminals and layouts, and from any code points. */
export function hostileTexts(count: number, seed = 1): readonly string[] {
  const random = randomNumbers(seed);
  const piece = () =>
    random() < 0.8
      ? (PIECES[Math.floor(random() * PIECES.length)] ?? '')
      : String.fromCodePoint(Math.floor(random() * 0x110000));
  return Array.from({ length: count }, () => Array.from({ length: 1 + Math.floor(random() * 6) }, piece).join(''));
}
