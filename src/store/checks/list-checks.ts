import type { AuditFilter, AuditPageRequest } from '../../model/audit.ts';
import type { WhyRequest } from '../../model/call-why.ts';
import type { Listing, PageRequest } from '../../model/page.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { ListedTime } from '../../model/window.ts';
import type {
  CallPageRequest,
  ErrorPageRequest,
  GroupPageRequest,
  RecentErrorsOptions,
  UserOverviewRequest,
} from '../store.ts';
import { callParts, filter, id, limit, type Options, patienceMs, window } from './argument-checks.ts';
import {
  amount,
  type Check,
  type FieldChecks,
  fields,
  oneOf,
  optional,
  orNull,
  text,
  wholeFrom,
  yesOrNo,
} from './options.ts';

/** The fields of a request for a page of a list with these orders. */
export function pageOf<Sort extends string>(...sorts: readonly Sort[]): FieldChecks<Partial<PageRequest<Sort>>> {
  return {
    filter: optional(text),
    sort: optional(oneOf(...sorts)),
    descending: optional(yesOrNo),
    offset: optional(wholeFrom(0)),
    limit,
    anchorId: optional(orNull(id)),
  };
}

const listedTime: FieldChecks<ListedTime> = {
  window: optional(window),
  hours: optional(amount),
  days: optional(amount),
};

/** A check of a request for a list of a time, which is given in one way alone. */
function ofTime<Type extends ListedTime>(check: Check<Type>): Check<Type> {
  return (value, name, field) => {
    const be = check(value, name, field);
    const [given, another] = Object.keys(listedTime).filter((key) => Reflect.get(Object(value), key) !== undefined);
    if (another === undefined) return be;
    throw new PresentsError(`${name}: ${given} and ${another} cannot be given together.`, {
      code: 'invalid',
      nextStep: 'Give one of them.',
      field: another,
    });
  };
}

/** A request for a page of users with their traffic. */
export const usersOverview = ofTime(
  fields<Listing<UserOverviewRequest>>({
    ...pageOf(
      'username',
      'status',
      'lastCall',
      'calls',
      'errors',
      'avg',
      'created',
      'p95',
      'serverErrors',
      'lastError',
      'topRoute',
      'last7Days',
      'keyState',
    ),
    ...callParts,
    patienceMs,
    ...listedTime,
    bucketCount: optional(wholeFrom(1, 100_000)),
    details: optional(yesOrNo),
  }),
);
/** Options of the newest failed calls. */
export const recentErrors = ofTime(
  fields<RecentErrorsOptions & ListedTime>({
    limit,
    filter,
    ...callParts,
    ...listedTime,
    payloads: optional(oneOf('parsed', 'text', 'none')),
  }),
);
/** A request for a page of failed calls. */
export const errorPage = ofTime(
  fields<Listing<ErrorPageRequest>>({
    ...pageOf('time', 'status', 'route', 'user'),
    ...callParts,
    patienceMs,
    ...listedTime,
  }),
);
/** A request for a page of calls. */
export const callPage = ofTime(
  fields<Listing<CallPageRequest>>({
    ...pageOf('time', 'user', 'status', 'route', 'ms', 'message'),
    ...callParts,
    patienceMs,
    ...listedTime,
  }),
);
/** A request for a page of groups. */
export const groupPage = ofTime(
  fields<Listing<GroupPageRequest>>({
    ...pageOf('state', 'count', 'users', 'last', 'first', 'status', 'message'),
    ...callParts,
    patienceMs,
    ...listedTime,
    bucketCount: optional(wholeFrom(1, 1_000)),
    hidesIgnored: optional(yesOrNo),
  }),
);
/** A request of Why. */
export const why = ofTime(
  fields<Listing<WhyRequest>>({
    ...listedTime,
    filter,
    isSpan: optional(yesOrNo),
    against: optional(fields<NonNullable<WhyRequest['against']>>({ window: optional(window), filter })),
    patienceMs,
  }),
);
const auditParts: FieldChecks<AuditFilter & ListedTime> = {
  target: optional(text),
  userId: optional(id),
  actor: optional(text),
  action: optional(text),
  ...listedTime,
};
/** Options of the newest actions of administrators. */
export const recentActions = ofTime(fields<Options<'audit', 'list', 0>>({ limit, ...auditParts }));
/** A request for a page of the actions of administrators. */
export const auditPage = ofTime(
  fields<Listing<AuditPageRequest> & ListedTime>({
    ...pageOf('time', 'actor', 'action', 'target'),
    ...auditParts,
  }),
);
