import type { ServerAddress, ServerLocation } from '../../../model/location.ts';
import { PresentsError, type PresentsErrorOptions } from '../../../model/presents-error.ts';
import { sqlState } from '../schema/sql-state.ts';
import { isCrossed, isLost } from './faults.ts';
import { neededRight } from './missing-grant.ts';

/** Circumstances of an error of the driver. */
export interface FaultContext {
  readonly location: ServerLocation;
  readonly address?: ServerAddress;
  /** The statement that failed. */
  readonly sql?: string;
  /** Time that the statement had, in milliseconds. */
  readonly timeoutMs?: number;
}

/** Turns an error of the driver, the server or the network into a PresentsError where a person can mend it; returns any other as it is. */
export function explainPgError(error: unknown, context: FaultContext): unknown {
  if (error instanceof PresentsError || !(error instanceof Error)) return error;
  const code = sqlState(error) ?? '';
  const { location } = context;
  if (isLost(error)) return connectionLost(location, code, error);
  if (isCrossed(error)) {
    const message = `The database ${location.label} is busy: others change the same at the same time.`;
    return new PresentsError(message, { code: 'busy', nextStep: 'Try again in a moment.', cause: error });
  }
  const told = tell(code, error, context);
  return told ? new PresentsError(told.message, { ...told, cause: error }) : error;
}

function connectionLost({ label }: ServerLocation, code: string, cause: unknown): PresentsError {
  const message = code === 'ETIMEDOUT' ? `${label} does not answer.` : `The connection to ${label} was lost.`;
  return new PresentsError(message, { code: 'unavailable', nextStep: 'Try again in a moment.', cause });
}

type Told = PresentsErrorOptions & { readonly message: string };

function tell(
  code: string,
  error: Error,
  { location, sql = '', timeoutMs, ...context }: FaultContext,
): Told | undefined {
  const { label, user, database } = location;
  const host = context.address?.host ?? label;
  switch (code) {
    case '28P01':
      return {
        code: 'refused',
        message: `${label} refuses this user or password.`,
        nextStep:
          'Put the password into ~/.pgpass, readable by you alone, or into PGPASSWORD; PGPASSFILE names another file.',
      };
    case '28000':
      return {
        code: 'refused',
        message: `${label} does not admit this user: ${sentence(error)}.`,
        nextStep: admission(error),
      };
    case '3D000':
      return {
        code: 'not_found',
        message: `There is no database "${database}" on ${host}.`,
        nextStep: 'Create it.',
        command: 'init',
        option: '--db NAME',
      };
    case '3F000':
    case '42P01':
      return {
        code: 'not_found',
        message: `The database ${label} has no ${missingIn(error)}.`,
        nextStep: 'Add what is missing, which changes nothing else.',
        command: 'init',
      };
    case '42703':
      return {
        code: 'invalid',
        message: `The database ${label} has another form: ${sentence(error)}.`,
        nextStep: 'It is no database of this API, or of another version: name the right one.',
        option: '--db NAME',
      };
    case '42501':
      return refused(error, sql, user);
    case '25006':
      return {
        code: 'unavailable',
        message: `${host} is a standby. Nothing was changed.`,
        nextStep: 'Name the primary, too: a list of hosts leads to the one that is writable.',
      };
    case '57014':
      if (!timeoutMs)
        return { code: 'refused', message: `Somebody stopped the statement on ${label}.`, nextStep: 'Try again.' };
      return {
        code: 'refused',
        message: `The question took over ${timeoutMs / 1000} s and was stopped.`,
        nextStep: 'Ask about a shorter time.',
      };
    case '53100':
      return { code: 'unavailable', message: `The disk of ${label} is full.`, nextStep: 'Make room and try again.' };
    case '53200':
      return { code: 'busy', message: `${label} has no memory left.`, nextStep: 'Try again in a moment.' };
    case 'XX001':
    case 'XX002':
      return {
        code: 'invalid',
        message: `The database ${label} is damaged: ${sentence(error)}.`,
        nextStep: 'Ask whoever runs the server to look at it, or restore a backup.',
      };
    default:
      return tellByClass(code, error);
  }
}

function tellByClass(code: string, error: Error): Told | undefined {
  // A value, or one that is too long for an index.
  if (/^(?:22|54)...$/.test(code)) {
    return {
      code: 'invalid',
      message: `The database cannot store a value: ${sentence(error)}.`,
      nextStep: 'Change the value.',
    };
  }
  // Rules of the database itself: a constraint, the text of a trigger, a rule that does something else instead.
  if (/^23...$|^P0001$|^0A000$/.test(code)) {
    return {
      code: 'refused',
      message: `The database refused this: ${sentence(error)}.`,
      nextStep: 'Look at the rules that were added to this database, or make the change with the program that did.',
    };
  }
  return undefined;
}

function admission({ message }: Error): string {
  if (/^role .* does not exist/.test(message))
    return 'Name another user, or ask an administrator of the server for a role.';
  if (/no encryption/.test(message)) return 'Try sslmode=require, or ask for a line in pg_hba.conf of the server.';
  return 'Name another user, or ask for a line in pg_hba.conf of the server.';
}

function missingIn({ message }: Error): string {
  return /^\w+ "[^"]*"/.exec(message)?.[0].replace('relation', 'table') ?? 'such table';
}

function refused(error: Error, sql: string, user: string): Told {
  const [, kind, object] = /(?:for|of) (\w+) "?([^"]+)"?$/.exec(error.message) ?? [];
  const { action, role } =
    kind && object
      ? neededRight(sql, { kind, name: object })
      : { action: `do that: ${sentence(error)}`, role: undefined };
  const name = `"${user.replaceAll('"', '""')}"`;
  return {
    code: 'refused',
    message: `The role ${name} may not ${action}.`,
    ...(role === undefined || /must be owner/.test(error.message)
      ? { nextStep: 'Only the owner of the tables may: name that role.' }
      : {
          nextStep: `An administrator can allow it: GRANT ${role} TO ${name}; without such a role, make it first.`,
          command: 'init --roles',
        }),
  };
}

function sentence({ message }: Error): string {
  return message.replace(/[.\s]+$/, '');
}
