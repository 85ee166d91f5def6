import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../src/integration/logging/route-of.ts';

const routeOfUrl = (url: string, rest: object = {}) => routeOf({ url, ...rest } as IncomingMessage);

describe('The route of a request', () => {
  test.each([
    ['/api/predict?age=5#top', '/api/predict'],
    ['/users/42/gifts/9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d', '/users/:id/gifts/:id'],
    ['/orders/5f3a9c1e7b2d4f60', '/orders/:id'],
    ['/files/V1StGXR8_Z5jdHi6B-myT', '/files/:id'],
    ['/v2/gift-cards', '/v2/gift-cards'],
    ['http://host/x/7?q', '/x/:id'],
    ['//', '/'],
    ['', '/'],
  ])('of %s is %s where no framework tells', (url, route) => {
    expect(routeOfUrl(url)).toBe(route);
  });

  test('is never long', () => {
    expect(routeOfUrl(`/${'a/'.repeat(5_000)}`)).toHaveLength(200);
  });

  test.each([
    ['/api/items/teddy', { route: { path: '/items/:name' }, baseUrl: '/api' }, '/api/items/:name'],
    ['/api/items/teddy', { route: { path: '/items/:name' }, baseUrl: '' }, '/api/items/:name'],
    ['/shops/42/items/7', { route: { path: '/items/:id' } }, '/shops/:id/items/:id'],
    ['/acme/items/7', { route: { path: '/items/:id' }, params: { tenant: 'acme', id: '7' } }, '/:tenant/items/:id'],
    ['/api/', { route: { path: '/' } }, '/api'],
    ['/new', { route: { path: ['/old', '/new'] } }, '/new'],
    ['/files/a/b/c', { route: { path: '/*path' }, baseUrl: '/files' }, '/files/*path'],
    ['/any/7', { route: { path: /any/ } }, '/any/:id'],
    ['/7', { route: { path: '/:id' }, originalUrl: '/api/7?x' }, '/api/:id'],
    ['/api/files/f', { route: { path: '/files{/:name}' }, baseUrl: '' }, '/api/files{/:name}'],
    ['/api/star/a/b', { route: { path: '/star/*rest' }, params: { rest: ['a', 'b'] } }, '/api/star/*rest'],
    ['/api/B', { route: { path: ['/A', '/b'] } }, '/api/b'],
    ['/other/bob', { route: { path: ['/opt{/:o}', '/other/:z'] } }, '/other/:z'],
    ['/opt', { route: { path: ['/opt{/:o}', '/other/:z'] } }, '/opt{/:o}'],
    ['/l2/l1', { route: { path: ['/l1', '/l2/:k'] }, params: { k: 'l1' } }, '/l2/:k'],
    ['/cat/cat/y/x/1', { route: { path: '/x/:k' }, params: { cat: 'cat', k: '1' } }, '/cat/:cat/y/x/:k'],
    [
      '/shops/bob/items/3',
      { route: { path: '/items/:idx' }, params: { id: 'bob', idx: '3' } },
      '/shops/:id/items/:idx',
    ],
    ['/shops/b%C3%A9/items', { route: { path: '/items' }, params: { shop: 'bé' } }, '/shops/:shop/items'],
    ['/shops/%/items', { route: { path: '/items' }, params: { shop: '%' } }, '/shops/:shop/items'],
  ])('of %s is made of what Express knows', (url, known, route) => {
    expect(routeOfUrl(url, known)).toBe(route);
  });
});
