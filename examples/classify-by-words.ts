import { setTimeout as delay } from 'node:timers/promises';
import type { Classification, Classify } from 'predict-presents';

const WORDS: readonly (readonly [RegExp, Classification])[] = [
  [/bear|doll|puzzle|kite/i, { itemMainCategory: 'Toys', targetDemographic: 'Children', usageType: 'Play' }],
  [/mug|cup|pan|knife/i, { itemMainCategory: 'Kitchen', durability: 'Durable', usageType: 'Everyday' }],
  [/book|novel|atlas/i, { itemMainCategory: 'Books', utilityType: 'Leisure' }],
];
const COLORS = /\b(red|green|blue|black|white|brown)\b/i;
const THINKING_MS = 300;

/** Stands for a service that costs time and money: it knows a few words, and thinks about each product for a while. */
export const classifyByWords: Classify = async ({ productId, description }, { signal }) => {
  await delay(THINKING_MS, undefined, { signal });
  const known = WORDS.find(([words]) => words.test(description))?.[1];
  const color = COLORS.exec(description)?.[1]?.toLowerCase() ?? null;
  const ids = { threadId: `thread_${productId}`, runId: `run_${Date.now()}` };
  if (known === undefined) return { ...ids, color, classificationStatus: color === null ? 'failed' : 'partial' };
  return { ...ids, ...known, color };
};
