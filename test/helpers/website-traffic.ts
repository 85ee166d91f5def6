import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { toTimestamp } from '../../src/store/answers/timestamps.ts';
import type { BulkUser } from '../../src/store/bulk-writer.ts';
import type { CallValues } from '../../src/store/checks/call-values.ts';
import { hashApiKey } from '../../src/store/checks/keys.ts';
import { openFileWriter } from '../../src/store/sqlite/file/bulk-writer.ts';
import { parseCsv } from './csv.ts';

const FILE = join(import.meta.dirname, '../fixtures/website/website-10k.csv.gz');
/** How far a copy of the traffic is from the next: a second longer than all of it. */
const SPAN_SECONDS = 298_860;
/** Bytes that the made-up line takes in a millisecond. */
const BYTES_PER_MS = 1000;

/** The time of the last request. */
export const WEBSITE_END = new Date('2015-05-20T21:05:59Z');

/** Place of the traffic in time: when its last request came, and how often all of it is repeated before. */
export interface WebsiteTrafficOptions {
  readonly end?: Date;
  readonly copies?: number;
}

/** Request to the website, as its log has it. */
export interface WebsiteRequest {
  readonly secondsBeforeEnd: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly bytes: number | null;
  readonly agent: string;
}

/**
 * Real requests to a website as a call log: a user for each host, a route for each path, messages that hold path and agent. Rows
 * stand as they were logged, not quite in the order of their times.
 */
export function websiteTraffic(options: WebsiteTrafficOptions = {}): {
  readonly users: readonly BulkUser[];
  readonly calls: Iterable<CallValues>;
} {
  const requests = Array.from(readRequests());
  const hosts = [...new Set(requests.map(({ host }) => host))];
  const userIds = new Map(hosts.map((host, index) => [host, index + 1]));
  return { users: hosts.map(toUser), calls: toCalls(requests, userIds, options) };
}

/** Writes the same into a new database. */
export function writeWebsiteTraffic(path: string, options: WebsiteTrafficOptions = {}): void {
  const { users, calls } = websiteTraffic(options);
  const writer = openFileWriter(path);
  writer.insertUsers(users);
  writer.insertCalls(calls);
  writer.close();
}

function toUser(host: string): BulkUser {
  return { username: host, apiKeyHash: hashApiKey(`key of ${host}`), createdAt: '2015-05-01 00:00:00', isActive: true };
}

function* toCalls(
  requests: readonly WebsiteRequest[],
  userIds: ReadonlyMap<string, number>,
  { end = WEBSITE_END, copies = 1 }: WebsiteTrafficOptions,
): Generator<CallValues> {
  for (let copy = copies - 1; copy >= 0; copy -= 1) {
    const endSeconds = end.getTime() / 1000 - copy * SPAN_SECONDS;
    for (const request of requests) {
      const { secondsBeforeEnd, host, method, path, status, bytes, agent } = request;
      yield {
        userId: userIds.get(host) ?? 0,
        dateTime: toTimestamp(new Date((endSeconds - secondsBeforeEnd) * 1000)),
        apiRoute: path,
        requestPayload: JSON.stringify({ method, agent }),
        responsePayload: bytes === null ? null : JSON.stringify({ bytes }),
        statusCode: status,
        responseTimeMs: bytes === null ? null : bytes / BYTES_PER_MS,
        errorMessage: status < 400 ? null : `${method} ${path} refused, for ${agent}`,
      };
    }
  }
}

/** Reads the real requests, in the order in which they were logged. */
export function* readRequests(): Generator<WebsiteRequest> {
  const [, ...rows] = parseCsv(gunzipSync(readFileSync(FILE)).toString());
  for (const [seconds, host = '', method = '', path = '', status, bytes, agent = ''] of rows) {
    yield {
      secondsBeforeEnd: Number(seconds),
      host,
      method,
      path,
      status: Number(status),
      bytes: bytes === '-' ? null : Number(bytes),
      agent,
    };
  }
}
