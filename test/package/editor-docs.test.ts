import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/store.ts';
import { type Declaration, exportedDeclarations } from './declarations.ts';

/** Entries of the package with types for people, each with what stands around an example in its documentation. */
const ENTRIES: Readonly<Record<string, string>> = {
  '.': `
    import { createServer, type Server } from 'node:http';
    import type { Express, NextFunction, Request, Response } from 'express';
    declare const app: Express;
    declare const server: Server;
    declare const store: Store;
    declare const logger: HttpLogger;
    declare function askModel(description: string): Promise<string>;`,
  './node': `
    import { createServer } from 'node:http';
    import type { Store } from 'predict-presents';
    declare const store: Store;
    declare const logger: HttpLogger;`,
  './express': `
    import { createServer } from 'node:http';
    import type { Express } from 'express';
    import type { Store } from 'predict-presents';
    declare const app: Express;
    declare const store: Store;
    declare const logger: ExpressLogger;`,
  './fastify': `
    import type { FastifyInstance } from 'fastify';
    import type { Store } from 'predict-presents';
    declare const app: FastifyInstance;
    declare const store: Store;`,
  './hono': `
    import type { Hono } from 'hono';
    import type { Store } from 'predict-presents';
    declare const app: Hono<HonoLoggerEnv>;
    declare const store: Store;`,
};

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const typesOf = (entry: string): string => manifest.exports[entry].types.replace('./dist/types/', '');

let folder = '';
let exported: ReadonlyMap<string, readonly Declaration[]> = new Map();

beforeAll(() => {
  folder = temporaryFolder();
  execFileSync(process.execPath, ['scripts/types.ts', join(folder, 'types')], { stdio: 'inherit' });
  const read = (entry: string) => exportedDeclarations(join(folder, 'types'), typesOf(entry));
  exported = new Map(Object.keys(ENTRIES).map((entry) => [entry, read(entry)]));
});

/** The part of a doc comment behind a tag, to the next. */
function partOf(doc: string, tag: string): string {
  return new RegExp(`^@${tag}\\b(.*?)(?=^@\\w|(?!.))`, 'ms').exec(doc)?.[1] ?? '';
}

test('every entry that people import is looked at', () => {
  const others = ['./store-host', './package.json'];
  expect([...Object.keys(ENTRIES), ...others]).toEqual(Object.keys(manifest.exports));
});

describe.each(Object.keys(ENTRIES))('In an editor, of the entry %s,', (entry) => {
  const declared = () => exported.get(entry) ?? [];
  const namesOf = (those: readonly Declaration[]) => those.map(({ name }) => name);

  test('everything that is exported says what it is, and so do all its members', () => {
    expect(declared().length).toBeGreaterThan(1);
    expect(namesOf(declared().filter(({ doc }) => doc === ''))).toEqual([]);
  });

  test('every function says which errors it throws', () => {
    const functions = declared().filter(({ kind }) => kind === 'function');
    expect(namesOf(functions.filter(({ doc }) => !/^\w*Error /.test(partOf(doc, 'throws').trim())))).toEqual([]);
  });

  test('every function and class has an example', () => {
    const shown = declared().filter(({ kind }) => kind === 'function' || kind === 'class');
    expect(namesOf(shown.filter(({ doc }) => partOf(doc, 'example').trim() === ''))).toEqual([]);
  });
});

/** The examples of the functions and classes of an entry as a program: each in a function of its own. */
function programOf(entry: string, setting: string): string {
  const names = (exported.get(entry) ?? []).filter(({ name }) => !name.includes('.'));
  const imports = names.map(({ name, kind }) => (kind === 'type' ? `type ${name}` : name)).join(', ');
  const shown = names.filter(({ kind }) => kind === 'function' || kind === 'class');
  const examples = shown.map(({ doc }) => partOf(doc, 'example'));
  const functions = examples.map((example, index) => `export async function example${index}() {${example}}`);
  const source = entry.replace('.', 'predict-presents');
  return [`import { ${imports} } from '${source}';`, setting, ...functions].join('\n');
}

test('the examples of functions and classes compile', () => {
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const files = Object.entries(ENTRIES).map(([entry, setting]) => {
    const name = `${entry.replace(/\W/g, '') || 'index'}-examples.ts`;
    writeFileSync(join(folder, name), programOf(entry, setting));
    return name;
  });
  const paths = Object.keys(ENTRIES).map((entry) => [
    entry.replace('.', 'predict-presents'),
    [`./types/${typesOf(entry)}`],
  ]);
  const compilerOptions = { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, types: ['node'] };
  const config = {
    compilerOptions: { ...compilerOptions, skipLibCheck: true, paths: Object.fromEntries(paths) },
    files,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const { stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
  expect(stdout).toBe('');
});
