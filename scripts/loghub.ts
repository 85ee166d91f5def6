import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalizeMessage } from '../src/insight/fingerprint/normalize.ts';
import { parseCsv } from '../test/helpers/csv.ts';

// Measures the fingerprint on LogHub-2k, of the public repository logpai/loghub: `node scripts/loghub.ts FOLDER`. Each set has
// 2,000 messages of one program, with the event that a person saw in each (`<Set>/<Set>_2k.log_structured.csv`).
//
// GA (Zhu et al. 2019): share of the messages whose group holds exactly the messages of their event.
// FGA (Jiang et al. 2024): the same of groups, as harmonic mean of the shares of our groups and of the events that are right.

interface Message {
  readonly text: string;
  readonly event: string;
}

interface Accuracy {
  readonly messages: number;
  readonly groups: number;
}

function readMessages(path: string): readonly Message[] {
  const [header = [], ...rows] = parseCsv(readFileSync(path, 'utf8'));
  const [content, event] = [header.indexOf('Content'), header.indexOf('EventId')];
  return rows.map((row) => ({ text: row[content] ?? '', event: row[event] ?? '' }));
}

function measure(messages: readonly Message[]): Accuracy {
  const groups = Map.groupBy(messages, ({ text }) => normalizeMessage(text));
  const events = Map.groupBy(messages, ({ event }) => event);
  const right = Array.from(groups.values()).filter((group) => {
    const [first] = group;
    const isOneEvent = first !== undefined && group.every(({ event }) => event === first.event);
    return isOneEvent && events.get(first.event)?.length === group.length;
  });
  const rightMessages = right.reduce((sum, group) => sum + group.length, 0);
  return {
    messages: rightMessages / messages.length,
    groups: (2 * right.length) / (groups.size + events.size),
  };
}

function print(name: string, { messages, groups }: Accuracy): void {
  console.log(`${name.padEnd(12)} ${messages.toFixed(3).padStart(6)} ${groups.toFixed(3).padStart(6)}`);
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('loghub FOLDER');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('_2k.log_structured.csv'),
);
if (files.length === 0) throw new Error(`There is no <Set>_2k.log_structured.csv in ${folder}.`);
console.log(`${'set'.padEnd(12)}     GA    FGA`);
const accuracies = files.sort().map((file) => {
  const accuracy = measure(readMessages(join(folder, file)));
  print(file.replace(/.*[\\/]|_2k.*/g, ''), accuracy);
  return accuracy;
});
print('mean', {
  messages: mean(accuracies.map(({ messages }) => messages)),
  groups: mean(accuracies.map(({ groups }) => groups)),
});
