import { caseSets } from '../test/helpers/why-cases/case-sets.ts';
import type { CaseParameters } from '../test/helpers/why-cases/make-case.ts';
import { judge, type Verdict } from '../test/helpers/why-cases/verdict.ts';

// Asks Why about 808 made-up comparisons, most with a planted cause, and prints how often it is right:
// `node scripts/why-cases.ts [seed]`, 60000 unless given. It takes about two minutes.

const seed = Number(process.argv[2] ?? 60_000);
const shows = process.argv.includes('--wrong');

function report(title: string, cases: readonly CaseParameters[]): void {
  const verdicts = cases.map(judge);
  const kinds = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const { kind } = verdict.parameters;
    kinds.set(kind, [...(kinds.get(kind) ?? []), verdict]);
  }
  for (const [kind, list] of kinds) console.log(lineOf(`  ${kind}`, list));
  console.log(lineOf(title, verdicts));
  if (shows) for (const verdict of verdicts.filter(({ isFirstRight }) => !isFirstRight)) show(verdict);
}

function lineOf(title: string, verdicts: readonly Verdict[]): string {
  const count = (isCounted: (verdict: Verdict) => boolean) => verdicts.filter(isCounted).length;
  const share = (number: number) => `${number}/${verdicts.length} ${((100 * number) / verdicts.length).toFixed(1)} %`;
  const longest = Math.max(...verdicts.map(({ tookMs }) => tookMs)).toFixed(0);
  const first = share(count(({ isFirstRight }) => isFirstRight));
  return `${title.padEnd(14)} first ${first.padEnd(16)} all ${share(count(({ areAllFound }) => areAllFound)).padEnd(16)} ${longest} ms`;
}

function show({ parameters, truths, answer }: Verdict): void {
  console.log(`    ${JSON.stringify(parameters)} ${truths.join(', ')}`);
  for (const { facts, here, elsewhere } of answer.lines.slice(0, 3)) {
    console.log(`      ${JSON.stringify(facts)} ${here.share.toFixed(2)} ${elsewhere.share.toFixed(3)}`);
  }
}

const { normal, hard, none, bursty } = caseSets(seed);
report('normal', normal);
report('hard', hard);
report('none', none);
report('bursty spans', bursty);
