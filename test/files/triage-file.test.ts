import { execFile } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { TriageFile } from '../../src/files/triage-file.ts';
import { readLines } from '../../src/files/triage-lines.ts';
import { UNDECIDED } from '../../src/model/error-group.ts';
import { temporaryFolder } from '../helpers/store.ts';

const DATABASE = '/srv/gifts/predict presents.db';
const resolvedAt = new Date('2026-11-20T11:00:00Z');

const folderPath = () => join(temporaryFolder(), 'groups');
const fileIn = (folder: string) => join(folder, readdirSync(folder)[0] ?? '');

test('each database has a file of its own for decisions, for its owner alone', () => {
  const folder = folderPath();
  const triage = new TriageFile(folder, DATABASE);
  expect([triage.all().size, triage.version()]).toEqual([0, '0.']);
  expect(triage.change('3f2a1b0c', { resolvedAt })).toEqual(UNDECIDED);
  new TriageFile(folder, '/srv/other/predict presents.db').change('3f2a1b0c', { note: 'of another database' });
  expect(readdirSync(folder)).toHaveLength(2);
  const name = readdirSync(folder).find((file) => readFileSync(join(folder, file), 'utf8').includes('2026')) ?? '';
  expect(name).toMatch(/^predict_presents\.db-[0-9a-f]{16}\.jsonl$/);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect([...new TriageFile(folder, DATABASE).all()]).toEqual([['3f2a1b0c', { ...UNDECIDED, resolvedAt }]]);
});

test('two programs that decide at once lose none of their decisions', () => {
  const folder = folderPath();
  const [one, other] = [new TriageFile(folder, DATABASE), new TriageFile(folder, DATABASE)];
  for (let round = 0; round < 20; round += 1) {
    one.change(`1111${String(round).padStart(4, '0')}`, { note: 'one' });
    other.change(`2222${String(round).padStart(4, '0')}`, { note: 'other' });
    one.change('3f2a1b0c', { resolvedAt });
    other.change('3f2a1b0c', { note: `round ${round}` });
  }
  for (const triage of [one, other]) {
    expect(triage.all().size).toBe(41);
    expect(triage.all().get('3f2a1b0c')).toEqual({ resolvedAt, ignoredAt: null, note: 'round 19' });
  }
});

test('programs that decide while another one shortens the file lose none of their decisions', {
  timeout: 30_000,
}, async () => {
  const folder = folderPath();
  // Each changes its mind about its own group, and looks whether that was kept.
  const decide = (id: string) => `
    import { TriageFile } from ${JSON.stringify(new URL('../../src/files/triage-file.ts', import.meta.url).href)};
    const triage = new TriageFile(${JSON.stringify(folder)}, '/srv/a.db', 500);
    let lost = 0;
    for (let round = 0; round < 200; round += 1) {
      triage.change('${id}', { note: String(round) });
      if (triage.all().get('${id}')?.note !== String(round)) lost += 1;
    }
    process.stdout.write(String(lost));`;
  const run = (id: string) => promisify(execFile)(process.execPath, ['--input-type=module', '-e', decide(id)]);
  const ends = await Promise.all(['11111111', '22222222', '33333333'].map(run));
  expect(ends.map(({ stdout }) => stdout)).toEqual(['0', '0', '0']);
  expect(statSync(fileIn(folder)).size).toBeLessThan(2_000);
  expect(readdirSync(folder)).toHaveLength(1);
});

test('a file too long for a text, or full of what is no decision, keeps the decisions at its end', () => {
  const folder = folderPath();
  new TriageFile(folder, DATABASE).change('3f2a1b0c', { note: 'at its beginning' });
  truncateSync(fileIn(folder), 600_000_000);
  appendFileSync(fileIn(folder), '\n{"group":"aaaaaaaa","note":"kept"}\n');
  const triage = new TriageFile(folder, DATABASE);
  expect([...triage.all().keys()]).toEqual(['aaaaaaaa']);
  triage.change('bbbbbbbb', { note: 'new' });
  expect([...triage.all().keys()]).toEqual(['aaaaaaaa', 'bbbbbbbb']);
  expect(statSync(fileIn(folder)).size).toBeLessThan(1_000);
});

test('a program that was interrupted while it wrote holds up the next one for a moment only', () => {
  const folder = folderPath();
  const triage = new TriageFile(folder, DATABASE);
  for (let round = 0; round < 20; round += 1) triage.change('3f2a1b0c', { resolvedAt, note: `round ${round}` });
  for (const left of ['lock', 'draft']) writeFileSync(`${fileIn(folder)}.${left}`, 'half writ');
  utimesSync(`${fileIn(folder)}.lock`, new Date(0), new Date(0));
  new TriageFile(folder, DATABASE, 1).change('3f2a1b0c', { note: 'seen' });
  expect(readdirSync(folder)).toHaveLength(1);
  expect([...triage.all()]).toEqual([['3f2a1b0c', { ...UNDECIDED, resolvedAt, note: 'seen' }]]);
});

test('many decisions with long notes are not written anew for each further one', () => {
  const folder = folderPath();
  const triage = new TriageFile(folder, DATABASE, 10_000);
  for (let group = 0; group < 100; group += 1) {
    triage.change(String(group).padStart(8, '0'), { note: 'x'.repeat(500) });
  }
  const { ino } = statSync(fileIn(folder));
  triage.change('3f2a1b0c', { resolvedAt });
  expect(statSync(fileIn(folder)).ino).toBe(ino);
  expect(triage.all().size).toBe(101);
});

test('what is half written, or no decision, costs only itself', () => {
  const folder = folderPath();
  const triage = new TriageFile(folder, DATABASE);
  triage.change('3f2a1b0c', { note: 'first' });
  const odd = [
    '{"group":"3f2a1b0c","note":7,"resolvedAt":"soon","ignoredAt":{}}',
    '{"group":"__proto__","note":"x"}',
    '{"group":"../../etc","note":"x"}',
    'null',
    '[[[',
    '{"group":"aaaaaaaa","note":"\u001b[31m","more":1}',
    '{"group":"bbbbbbbb","note":"half writ',
  ];
  writeFileSync(fileIn(folder), `${readFileSync(fileIn(folder), 'utf8')}${odd.join('\n')}`);
  expect(triage.all().get('3f2a1b0c')).toEqual({ ...UNDECIDED, note: 'first' });
  triage.change('bbbbbbbb', { note: 'whole' });
  expect([...triage.all().keys()]).toEqual(['3f2a1b0c', 'bbbbbbbb']);
});

test('lines of a damaged file that cannot be decisions are not even parsed', () => {
  const parse = vi.spyOn(JSON, 'parse');
  try {
    const junk = ['[[[', '\0', '{"note":"x"}', '{"group":"aaaaaaaa","note":"half writ', '"group"'].join('\n');
    expect([...readLines(`${`${junk}\n`.repeat(100)}{"group":"bbbbbbbb","note":"kept"} \r\n`).groups.keys()]).toEqual([
      'bbbbbbbb',
    ]);
    expect(parse).toHaveBeenCalledTimes(1);
  } finally {
    parse.mockRestore();
  }
});

test('the file stays short, however often people change their minds', () => {
  const folder = folderPath();
  const triage = new TriageFile(folder, DATABASE);
  triage.change('3f2a1b0c', { resolvedAt });
  const change = `{"group":"aaaaaaaa","note":"${'x'.repeat(500)}"}\n`;
  writeFileSync(fileIn(folder), readFileSync(fileIn(folder), 'utf8') + change.repeat(2_000));
  triage.change('aaaaaaaa', { note: '' });
  expect(statSync(fileIn(folder)).size).toBeLessThan(1_000);
  expect([...triage.all()]).toEqual([['3f2a1b0c', { ...UNDECIDED, resolvedAt }]]);
});

test('a folder that others can write to, or that is a link, is not used', () => {
  const open = folderPath();
  mkdirSync(open, { mode: 0o777 });
  chmodSync(open, 0o777);
  const link = join(temporaryFolder(), 'link');
  symlinkSync(temporaryFolder(), link);
  for (const folder of [open, link, undefined]) {
    const triage = new TriageFile(folder, DATABASE);
    triage.change('3f2a1b0c', { note: 'for now' });
    expect(triage.isKept()).toBe(false);
    expect(triage.all().get('3f2a1b0c')?.note).toBe('for now');
    if (folder !== undefined) expect(readdirSync(folder)).toEqual([]);
  }
});
