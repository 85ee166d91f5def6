import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

// Prints how many tests of the store's contract passed on each engine, from the JSON report of a run of test/contract.

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const ENGINES = ['SQLite', 'PostgreSQL'] as const;

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error(
    `Usage: npx vitest run test/contract --reporter=json --outputFile=FILE; node scripts/contract-table.ts FILE`,
  );
  process.exit(2);
}
const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
const rows = testResults
  .map(({ name, assertionResults }) => ({
    subject: basename(name, '.test.ts'),
    counts: ENGINES.map((engine) => {
      const ofEngine = assertionResults.filter(({ fullName }) => fullName.includes(`(${engine}`));
      return { all: ofEngine.length, passed: ofEngine.filter(({ status }) => status === 'passed').length };
    }),
  }))
  .filter(({ counts }) => counts.some(({ all }) => all > 0))
  .sort((one, other) => (one.subject < other.subject ? -1 : 1));
const cell = ({ all, passed }: { readonly all: number; readonly passed: number }) =>
  passed === all ? `${passed}` : `${passed} of ${all}`;
const sums = ENGINES.map((_, engine) => ({
  all: rows.reduce((sum, { counts }) => sum + (counts[engine]?.all ?? 0), 0),
  passed: rows.reduce((sum, { counts }) => sum + (counts[engine]?.passed ?? 0), 0),
}));

console.log(`| subject | ${ENGINES.join(' | ')} |\n| --- | ${ENGINES.map(() => '--:').join(' | ')} |`);
for (const { subject, counts } of [...rows, { subject: '**all**', counts: sums }]) {
  console.log(`| ${subject} | ${counts.map(cell).join(' | ')} |`);
}
