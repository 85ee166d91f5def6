/** The member of a logged request payload that holds the record of its request: its id, its trace, its query. */
export const RECORD = '_request';

/** A request as it is logged: its route and its payload, null if it has none. */
export interface LoggedRequest {
  readonly route: string;
  readonly payload: string | null;
}

/** A request as it was sent, as far as the log tells. */
export interface SentRequest {
  /** Its method, where the route is logged with it. */
  readonly method: string | undefined;
  /** The pattern of its route, and its query where that is logged. */
  readonly path: string;
  /** Its body; null if it has none. */
  readonly body: string | null;
}

const METHOD_AND_PATH = /^([A-Z]{3,20}) (\/.*)$/s;

/** The request of a logged call, without what the request logger put beside it. */
export function sentRequest({ route, payload }: LoggedRequest): SentRequest {
  const [, method, pattern = route] = METHOD_AND_PATH.exec(route) ?? [];
  const recorded = payload?.includes(RECORD) ? recordedIn(payload) : undefined;
  if (recorded === undefined) return { method: knownMethod(method), path: pattern, body: payload };
  const query = queryOf(recorded.record);
  return {
    method: knownMethod(method),
    path: query === '' ? pattern : `${pattern}?${query}`,
    body: recorded.body,
  };
}

// The request logger writes OTHER for one that is none.
function knownMethod(method: string | undefined): string | undefined {
  return method === 'OTHER' ? undefined : method;
}

/** The body and the record in a payload; undefined if it holds none. */
function recordedIn(payload: string): { readonly body: string | null; readonly record: object } | undefined {
  const value = objectIn(payload);
  const record: unknown = value === undefined ? undefined : Reflect.get(value, RECORD);
  if (value === undefined || typeof record !== 'object' || record === null) return undefined;
  const body = bodyBefore(payload, Object.keys(value).length);
  return body === undefined ? undefined : { body, record };
}

/** The body of a payload whose record is its last member, to the letter. */
function bodyBefore(payload: string, memberCount: number): string | null | undefined {
  if (memberCount === 1) return null;
  const name = `,"${RECORD}":`;
  for (let at = payload.indexOf(name); at >= 0; at = payload.indexOf(name, at + 1)) {
    const body = `${payload.slice(0, at)}}`;
    const value = objectIn(body);
    if (value === undefined || Object.keys(value).length !== memberCount - 1) continue;
    const wrapped: unknown = Reflect.get(value, 'body');
    // A list has no members of its own, and an object with one of this name is kept apart.
    const isWrapped =
      memberCount === 2 &&
      (Array.isArray(wrapped) || (typeof wrapped === 'object' && wrapped !== null && RECORD in wrapped));
    return isWrapped ? body.slice('{"body":'.length, -1) : body;
  }
  return undefined;
}

function queryOf(record: object): string {
  const query: unknown = Reflect.get(record, 'query');
  if (typeof query !== 'object' || query === null || 'bytes' in query) return '';
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, String(value)]),
  );
  return new URLSearchParams(pairs).toString();
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
