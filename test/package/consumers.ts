const store = `
import { type IssuedKey, metrics, openStore, type Store } from 'predict-presents';
export async function open(): Promise<Store> {
  const store: Store = await openStore('api.db');
  const issued: IssuedKey = await store.users.create('shop');
  // @ts-expect-error A key is no number.
  const wrong: number = issued.apiKey;
  console.log(wrong, metrics(store), store.counters());
  return store;
}`;

const frameworks = `
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { openStore } from 'predict-presents';
import { expressLogger } from 'predict-presents/express';
import { fastifyLogger } from 'predict-presents/fastify';
import { honoLogger } from 'predict-presents/hono';
import { httpLogger } from 'predict-presents/node';
export async function serve(): Promise<void> {
  const store = await openStore('api.db');
  express().use(expressLogger(store)).get('/', (request, response) => response.send(request.user?.username));
  await fastify().register(fastifyLogger, { store });
  new Hono().use(honoLogger(store));
  await httpLogger(store).close();
}`;

const dynamic = `
export async function open() {
  const { openStore } = await import('predict-presents');
  return await openStore('api.db');
}`;

/** Programs in TypeScript that use the installed package, and settings of the compiler under which they are checked. */
export const CONSUMERS = {
  programs: { 'store.ts': store, 'frameworks.ts': frameworks, 'store.cts': store, 'dynamic.cts': dynamic },
  settings: {
    'module nodenext': {
      files: ['store.ts', 'frameworks.ts'],
      args: ['--module', 'nodenext', '--skipLibCheck', 'false'],
    },
    'module node16, and CommonJS that imports it when it runs': {
      files: ['store.ts', 'frameworks.ts', 'dynamic.cts'],
      args: ['--module', 'node16', '--skipLibCheck'],
    },
    'moduleResolution bundler': {
      files: ['store.ts', 'frameworks.ts'],
      args: ['--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck'],
    },
    'CommonJS under nodenext, which requires it': {
      files: ['store.cts'],
      args: ['--module', 'nodenext', '--skipLibCheck'],
    },
  },
} as const;
