import type { IncomingMessage } from 'node:http';
import { property } from './connection-end.ts';
import { routeOf } from './route-of.ts';
import { isClosed } from './tapping.ts';

/** A request as it arrives, whatever its server makes of requests. */
export interface Arrival<Request> {
  /** The framework's own request, which the functions of the options are given. */
  readonly request: Request;
  readonly method: string;
  /** Path and query, or all of the URL. */
  readonly url: string;
  /** The address that it came from, if it came over a network. */
  readonly remoteAddress: string | undefined;
  /** A header by its name in lower case; undefined if there is none, or several that are not one text. */
  header(name: string): string | undefined;
  /** The pattern of its route, as far as the request itself tells. */
  route(): string;
  /** Calls back once when its client has gone, or the answer has. */
  whenGone(callBack: () => void): void;
}

/** The query of a request's URL, without `?`; undefined if it has none. */
export function queryOf({ url }: Pick<Arrival<unknown>, 'url'>): string | undefined {
  return /\?([^#]+)/.exec(url)?.[1];
}

/** A response of Node, or the socket of a request that asks for an upgrade. */
interface Closing {
  readonly closed: boolean;
  once(event: 'close', callBack: () => void): unknown;
}

/** A request of `node:http` or `node:http2` as it arrives. */
export class NodeArrival<Request> implements Arrival<Request> {
  readonly request: Request;
  readonly #message: IncomingMessage;
  readonly #end: Closing;

  /** The request of Node and its framework's own, and what closes when nothing can be answered any more. */
  constructor(message: IncomingMessage, request: Request, end: Closing) {
    this.#message = message;
    this.request = request;
    this.#end = end;
  }

  get method(): string {
    return this.#message.method ?? 'GET';
  }

  get url(): string {
    // Express and Connect take from `url` the path that a router is mounted at.
    const { originalUrl, url = '/' }: IncomingMessage & { readonly originalUrl?: string } = this.#message;
    return originalUrl ?? url;
  }

  get remoteAddress(): string | undefined {
    const address = property(this.#message.socket, 'remoteAddress');
    return typeof address === 'string' ? address : undefined;
  }

  header(name: string): string | undefined {
    const value = this.#message.headers[name];
    return typeof value === 'string' ? value : undefined;
  }

  route(): string {
    return routeOf(this.#message);
  }

  whenGone(callBack: () => void): void {
    if (isClosed(this.#end)) callBack();
    else this.#end.once('close', callBack);
  }
}
