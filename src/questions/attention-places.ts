import { printFilter } from '../filter/print.ts';
import type { Query, Term } from '../filter/query.ts';
import type { AttentionLine } from '../model/attention.ts';

/** Filter that shows exactly the calls, or the users, of a line; undefined where there are none to show. */
export function attentionFilter(line: AttentionLine): string | undefined {
  const query = queryOf(line);
  return query === undefined ? undefined : printFilter(query);
}

function queryOf(line: AttentionLine): Query | undefined {
  switch (line.kind) {
    case 'group':
      return { kind: 'group', values: [{ is: 'group', prefix: line.group }] };
    case 'user errors':
      return { kind: 'and', parts: [userOf(line), { kind: 'is', values: ['error'] }] };
    case 'errors of many':
      return { kind: 'is', values: ['error'] };
    case 'slow route':
      return {
        kind: 'and',
        parts: [
          { kind: 'route', values: [{ is: 'text', text: line.apiRoute }] },
          {
            kind: 'ms',
            values: [{ is: 'range', from: line.usualP95Ms, to: Infinity, isFromOpen: false, isToOpen: false }],
          },
        ],
      };
    case 'dead key':
      return { kind: 'and', parts: [userOf(line), { kind: 'status', values: [statusIs(401), statusIs(403)] }] };
    case 'never used':
      return { kind: 'userIs', values: ['never'] };
    case 'idle':
      return { kind: 'userIs', values: ['idle'] };
    default:
      return undefined;
  }
}

function userOf({ username }: { readonly username: string }): Term {
  return { kind: 'user', values: [{ is: 'text', text: username }] };
}

function statusIs(status: number) {
  return { is: 'range', from: status, to: status, isFromOpen: false, isToOpen: false } as const;
}
