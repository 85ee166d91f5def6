import { nearest } from '../text/nearest.ts';
import { FaultAt } from './fault.ts';
import { aliasesOf, type FieldName, fieldNamed, fieldNames, filterFields, isWords, userWords } from './fields.ts';
import { mistakenFault } from './mistaken-words.ts';
import { pathOf } from './path.ts';
import type { CallState, GroupTest, Query, TextTest, UserWord } from './query.ts';
import { type Piece, quoted, type Token } from './source.ts';
import { timeTest } from './times.ts';
import {
  isPlain,
  jsonTest,
  numberTest,
  type RawValue,
  responseTime,
  shown,
  splitOperator,
  statusTest,
  textOf,
  textTest,
  userTest,
} from './values.ts';

type WordToken = Extract<Token, { readonly kind: 'word' }>;

/** The condition that a word stands for. Throws a FaultAt if it names no field, or a value that the field does not take. */
export function termOf(token: WordToken): Query {
  const split = splitAtColon(token.pieces);
  if (split === undefined) return bareWord(token);
  const { head, values, colonAt } = split;
  const payload = /^(req|res)(?=$|[.[])/iu.exec(head[0]?.text ?? '')?.[1]?.toLowerCase();
  if (payload !== undefined) return payloadTerm(payload === 'req' ? 'req' : 'res', head, values);
  const name = head.map(({ text }) => text).join('');
  const field = head.length === 1 ? fieldNamed(name) : undefined;
  if (field === undefined) throw unknownField(name, token, colonAt - token.at);
  return fieldTerm(field, name, rawValues(name, field, values, colonAt));
}

interface Split {
  readonly head: readonly Piece[];
  readonly values: readonly Piece[];
  readonly colonAt: number;
}

// The name of a field comes first; only keys of a path may stand in quotes before the colon.
function splitAtColon(pieces: readonly Piece[]): Split | undefined {
  if (pieces[0]?.isQuoted !== false) return undefined;
  const place = pieces.findIndex(({ isQuoted, text }) => !isQuoted && text.includes(':'));
  const piece = pieces[place];
  if (piece === undefined) return undefined;
  const colon = piece.text.indexOf(':');
  const before = cut(piece, 0, colon);
  const after = cut(piece, colon + 1, piece.text.length);
  return {
    head: [...pieces.slice(0, place), ...before],
    values: [...after, ...pieces.slice(place + 1)],
    colonAt: piece.at + colon,
  };
}

function cut(piece: Piece, from: number, to: number): readonly Piece[] {
  if (from === to) return [];
  return [{ text: piece.text.slice(from, to), isQuoted: false, at: piece.at + from, length: to - from }];
}

/** The values between commas outside quotes. */
function rawValues(name: string, field: FieldName, pieces: readonly Piece[], colonAt: number): readonly RawValue[] {
  const values: { pieces: Piece[]; at: number }[] = [{ pieces: [], at: colonAt + 1 }];
  for (const piece of pieces) {
    if (piece.isQuoted) {
      values.at(-1)?.pieces.push(piece);
      continue;
    }
    let from = 0;
    for (const [part] of piece.text.matchAll(/[^,]+|,/gu)) {
      if (part === ',') values.push({ pieces: [], at: piece.at + from + 1 });
      else values.at(-1)?.pieces.push(...cut(piece, from, from + part.length));
      from += part.length;
    }
  }
  return values.map(({ pieces: own, at }) => {
    const last = own.at(-1);
    if (last !== undefined) return { pieces: own, at, length: last.at + last.length - at };
    const example = filterFields[field].examples[0].replace(/^-/u, '');
    const message =
      values.length === 1
        ? `${name}: needs a value, e.g. ${example}.`
        : `${name}: needs a value before and after each comma.`;
    throw new FaultAt(message, values.length === 1 ? colonAt : at - 1, 1);
  });
}

function fieldTerm(field: FieldName, name: string, values: readonly RawValue[]): Query {
  switch (field) {
    case 'user':
      return { kind: 'user', values: values.map((value) => userTest(plainText(name, value))) };
    case 'route':
    case 'message':
    case 'body':
      return { kind: field, values: values.map((value) => textTest(plainText(name, value))) };
    case 'status':
      return { kind: 'status', values: values.map((value) => statusTest(name, value)) };
    case 'ms':
      return { kind: 'ms', values: values.map((value) => numberTest(name, value, responseTime)) };
    case 'time':
    case 'since':
    case 'until':
      return { kind: 'time', values: values.map((value) => timeTest(name, value)) };
    case 'group':
      return { kind: 'group', values: values.map((value) => groupTest(name, plainText(name, value))) };
    case 'is':
      return stateTerm(values.map(stateTest));
    case 'req':
    case 'res':
      return { kind: 'payload', payload: field, path: [], values: values.map((value) => jsonTest(name, value)) };
  }
}

function payloadTerm(payload: 'req' | 'res', head: readonly Piece[], valuePieces: readonly Piece[]): Query {
  const [first, ...others] = head;
  const path = pathOf([...(first ? cut(first, payload.length, first.text.length) : []), ...others], payload);
  const last = head.at(-1);
  const name = head.map(({ text, isQuoted }) => (isQuoted ? `"${text}"` : text)).join('');
  const values = rawValues(name, payload, valuePieces, last === undefined ? 0 : last.at + last.length);
  return { kind: 'payload', payload, path, values: values.map((value) => jsonTest(name, value)) };
}

/** A value of text: `=` before it changes nothing, and there is no order to compare by. */
function plainText(name: string, value: RawValue): RawValue {
  const { operator, rest } = splitOperator(value);
  if (operator === '') return value;
  if (operator === '=' && rest.pieces.length > 0) return rest;
  const message = `${name}: has no order, so “${operator}” cannot compare it.`;
  throw new FaultAt(message, value.at, Math.max(1, operator.length));
}

function stateTerm(words: readonly (CallState | UserWord)[]): Query {
  const ofCalls = words.filter((word): word is CallState => !isUserWord(word));
  const ofUsers = words.filter(isUserWord);
  if (ofUsers.length === 0) return { kind: 'is', values: ofCalls };
  const term: Query = { kind: 'userIs', values: ofUsers };
  return ofCalls.length === 0 ? term : { kind: 'or', parts: [{ kind: 'is', values: ofCalls }, term] };
}

function isUserWord(word: CallState | UserWord): word is UserWord {
  return userWords.some((known) => known === word);
}

function stateTest(value: RawValue): CallState | UserWord {
  const typed = textOf(value).toLowerCase();
  const state = isWords.find((word) => word === typed);
  if (state !== undefined) return state;
  const known = `${isWords.slice(0, -1).join(', ')} and ${isWords.at(-1)}`;
  const suggestion = nearest(typed, isWords) ?? 'error';
  const message = `is: knows ${known}, not “${shown(textOf(value))}”.`;
  throw new FaultAt(message, value.at, Math.max(1, value.length), suggestion);
}

function groupTest(name: string, value: RawValue): GroupTest {
  const text = textOf(value);
  if (text === '*' && isPlain(value)) return { is: 'present' };
  if (/^[0-9a-f]{4,8}$/iu.test(text)) return { is: 'group', prefix: text.toLowerCase() };
  const wants = 'the id of a group, or its first 4 digits (0-9, a-f) or more';
  const message = `${name} wants ${wants}, e.g. ${name}:3f2a1b0c, not “${shown(text)}”.`;
  throw new FaultAt(message, value.at, Math.max(1, value.length));
}

function bareWord(token: WordToken): Query {
  refuseMistaken(token);
  const test: TextTest = textTest({ pieces: token.pieces, at: token.at, length: token.length });
  if (test.is === 'present') return { kind: 'and', parts: [] };
  if (test.is === 'text') {
    if (test.text !== '') return { kind: 'word', text: test.text };
    throw new FaultAt('The quotes hold nothing to look for.', token.at, token.length);
  }
  const [text, ...more] = test.parts.filter((part) => part !== '');
  if (text !== undefined && more.length === 0) return { kind: 'word', text };
  throw new FaultAt('A * within a word needs a field, e.g. message:*time*out*.', token.at, token.length);
}

function refuseMistaken({ pieces, at, length }: WordToken): void {
  const [first, another] = pieces;
  const fault = first?.isQuoted === false && another === undefined ? mistakenFault(first.text) : undefined;
  if (fault !== undefined) throw new FaultAt(fault.message, at, length, fault.suggestion);
}

function unknownField(name: string, { pieces, at, length }: WordToken, nameLength: number): FaultAt {
  const names = fieldNames.flatMap((field) => [field, ...aliasesOf(field)]).filter((known) => known.length > 1);
  const excluded = name.startsWith('!') ? fieldNamed(name.slice(1)) : undefined;
  const suggestion = excluded === undefined ? nearest(name, names) : `-${excluded}`;
  const what = `No field “${shown(name)}”.`;
  if (suggestion !== undefined) {
    return new FaultAt(`${what} Did you mean “${suggestion}”?`, at, Math.max(1, nameLength), suggestion);
  }
  if (/^\d{1,2}$/u.test(name)) {
    return new FaultAt(`${what} A time follows its date with a T: time:2026-11-24T17:00.`, at, nameLength);
  }
  const text = pieces.map((piece) => piece.text).join('');
  return new FaultAt(`${what} To look for the text itself, put it in quotes.`, at, length, quoted(text));
}
