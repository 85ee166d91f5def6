import { JsonText } from '../../text/json-text.ts';
import { RECORD } from '../../text/sent-request.ts';
import type { Blanking } from '../blanking/blanking.ts';
import { BLANKED, SecretValues } from '../blanking/secret-values.ts';
import { queryPayload, valuePayload } from './payloads.ts';

/** Facts about a request beside its body. */
export interface RequestRecord {
  readonly method?: string | undefined;
  readonly id?: string | undefined;
  readonly traceId?: string | undefined;
  /** The query of the URL as it was sent, without `?`. */
  readonly query?: string | undefined;
  /** More facts, of the program; one whose name is used above is left out. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
}

const RECORD_BYTES = 4_096;
const LONGEST_WORD = 200;

/**
 * A request payload with the record of its request as the member `_request`, both to the letter but for their secrets, each of which
 * is blanked in the other too. A payload that is no object, or that has such a member itself, becomes the member `body`.
 */
export function withRecord(
  payload: JsonText | undefined,
  record: RequestRecord,
  blanking: Blanking,
  secrets: SecretValues = new SecretValues(),
): JsonText {
  const members = membersOf(record, blanking, secrets);
  const text = `"${RECORD}":{${members.join(',')}}`;
  return new JsonText(secrets.blankIn(`${opened(payload)}${text}}`));
}

function membersOf(
  { method, id, traceId, query, fields = {} }: RequestRecord,
  blanking: Blanking,
  secrets: SecretValues,
): readonly string[] {
  const { places } = blanking;
  // A path may begin at the top of the payload, of the record, or of the query.
  const top = places.below(places.top(), RECORD);
  const at = (name: string) => places.below(top, name);
  const word = (name: string, text: string | undefined) => {
    if (text === undefined) return undefined;
    const isSecret = blanking.isSecretAt(at(name), text);
    if (isSecret) secrets.add(text);
    const told = isSecret ? BLANKED : blanking.apply(text, secrets, { place: at(name) }).slice(0, LONGEST_WORD);
    return new JsonText(JSON.stringify(told));
  };
  const known = {
    method: word('method', method),
    id: word('id', id),
    traceId: word('traceId', traceId),
    query:
      query === undefined ? undefined : queryPayload(query, RECORD_BYTES, blanking, secrets, places.top(at('query'))),
  };
  const own = Object.entries(known).flatMap(([name, value]) =>
    value === undefined ? [] : [`"${name}":${value.text}`],
  );
  const others = Object.fromEntries(Object.entries(fields).filter(([name]) => Reflect.get(known, name) === undefined));
  const added = valuePayload(others, RECORD_BYTES, blanking, secrets, places.top(top))?.text ?? '{}';
  if (added === '{}') return own;
  // Also what cannot be written as JSON, or is too long, is told of as what it is.
  const isTold = /^\{"(?:start|leftOut)":/.test(added) && !('start' in others || 'leftOut' in others);
  return [...own, isTold ? `"fields":${added}` : added.slice(1, -1)];
}

/** The beginning of an object that holds a payload, up to where one more member can follow. */
function opened(payload: JsonText | undefined): string {
  if (payload === undefined) return '{';
  const value = payload.toJSON();
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  // Whoever sends a member of this name must not be taken for the server.
  if (!isObject || RECORD in value) return `{"body":${payload.text},`;
  const members = payload.text.trim().slice(0, -1);
  return Object.keys(value).length === 0 ? members : `${members},`;
}
