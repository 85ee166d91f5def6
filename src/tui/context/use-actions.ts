import { useMemo } from 'react';
import { type Action, type Report, shownName } from '../../actions/action.ts';
import { createUser } from '../../actions/create-user.ts';
import { deactivate } from '../../actions/deactivate.ts';
import { invalidate } from '../../actions/invalidate.ts';
import { type IssuingAction, lookAlikeWarnings } from '../../actions/issuing.ts';
import { newKey } from '../../actions/new-key.ts';
import { reactivate } from '../../actions/reactivate.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { CachedProduct } from '../../model/product.ts';
import type { IssuedKey, User, UserRef } from '../../model/user.ts';
import { formatAge, formatCount } from '../../text/format.ts';
import { presentsCommand, userCommand } from '../../text/shell.ts';
import { failureMessage, reportMessage } from './action-messages.ts';
import type { Message } from './message.ts';
import { perform } from './perform.ts';
import { type Services, useServices } from './services.tsx';

/** Actions of a screen on the data: each asks, runs, reports its result, and can be undone if that is possible. */
export interface Actions {
  /** Runs a change: tells how it went, and looks at the data at once. */
  run(change: () => Promise<void>): void;
  say(message: Message): void;
  createUser(username: string): Promise<void>;
  /** Asks, then deactivates an active user or reactivates an inactive one. */
  changeActivation(who: UserRef): void;
  /** Asks for the typed name, then replaces the key. */
  newKey(who: UserRef): void;
  /** Asks, then invalidates a cached product; returns why that cannot be. */
  invalidate(product: CachedProduct): string | undefined;
}

/** The actions over the services; constants like them. */
export function useActions(): Actions {
  const services = useServices();
  return useMemo(() => createActions(services), [services]);
}

function createActions(services: Services): Actions {
  const { dispatch, heartbeat, databaseWords } = services;
  const say = (message: Message): void => dispatch({ type: 'say', message });
  const run = (change: () => Promise<void>): void => {
    change().then(
      () => heartbeat.checkNow(),
      (error) => say(failureMessage(error, databaseWords)),
    );
  };
  return {
    run,
    say,
    createUser: (username) => issue(services, createUser, username),
    changeActivation: (who) => run(() => askForActivation(services, run, who)),
    newKey: (who) => run(() => askForNewKey(services, run, who)),
    invalidate: (product) => {
      const reason = invalidate.unavailable(product);
      if (reason !== undefined) return reason;
      const { productId } = product;
      ask(services, invalidate, product, {
        facts: [],
        typed: productId,
        confirm: () =>
          run(() =>
            perform(services, invalidate, productId, () =>
              presentsCommand(services.databaseWords, invalidate.command ?? '', [productId]),
            ),
          ),
      });
      return undefined;
    },
  };
}

/** Dashboard's additions to a question: facts for the decision, text to type if there is no undo, effect of a yes. */
interface Asking {
  readonly facts: readonly string[];
  readonly typed: string;
  readonly confirm: () => void;
}

function ask<Subject>(
  { dispatch }: Services,
  action: Pick<Action<never, Subject, never>, 'grade' | 'question'>,
  subject: Subject,
  { facts, typed, confirm }: Asking,
): void {
  const { title, consequences } = action.question(subject);
  const isFinal = action.grade === 'final';
  const confirmation = {
    title,
    lines: [...facts, ...consequences],
    expected: isFinal ? typed : 'y',
    isDangerous: isFinal,
    confirm,
  };
  dispatch({ type: 'overlay', overlay: { kind: 'confirm', confirmation } });
}

async function askForActivation(services: Services, run: Actions['run'], who: UserRef): Promise<void> {
  const { user, facts } = await lookAt(services, who);
  const action = user.isActive ? deactivate : reactivate;
  const row = rowOf(user);
  ask(services, action, user, {
    facts,
    typed: typeable(user),
    confirm: () =>
      run(() =>
        perform(services, action, row, ({ hasNamesakes }) =>
          userCommand(services.databaseWords, action.command ?? '', { ...user, hasNamesakes }),
        ),
      ),
  });
}

async function askForNewKey(services: Services, run: Actions['run'], who: UserRef): Promise<void> {
  const { user, facts } = await lookAt(services, who);
  ask(services, newKey, user, {
    facts: [...facts, 'The new key is shown once.'],
    typed: typeable(user),
    confirm: () => run(() => issue(services, newKey, rowOf(user))),
  });
}

/** Makes a key and shows it; what the box hides is told when it is closed. */
async function issue<Ref>(services: Services, action: IssuingAction<Ref, never>, ref: Ref): Promise<void> {
  const { store, dispatch, databaseWords } = services;
  const issued = await action.run(store, ref);
  dispatch({ type: 'overlay', overlay: { kind: 'secret', issued, isAskedToLeave: false } });
  const warnings = lookAlikeWarnings(issued);
  const { text, ...report } = action.report(issued);
  const news: Report = {
    ...report,
    text: [text, ...warnings].join(' '),
    ...(warnings.length > 0 && { tone: 'warn' }),
  };
  dispatch({ type: 'done', message: reportMessage(news, commandOfIssue(databaseWords, action, issued)) });
}

function commandOfIssue(
  databaseWords: readonly string[],
  { command = '' }: { readonly command?: string },
  issued: IssuedKey,
): string | undefined {
  // A user who is made has no id before.
  return command === createUser.command
    ? presentsCommand(databaseWords, command, [issued.username])
    : userCommand(databaseWords, command, issued);
}

/** The user as they are now, and what helps to decide about them. */
async function lookAt({ store, clock }: Services, who: UserRef) {
  const user = await findUser(store, who);
  const { lastCallAt, totalCalls } = await store.apiLogs.userStats(rowOf(user), { hours: 24 });
  const facts = [`Last call ${formatAge(lastCallAt, clock.now())}, ${formatCount(totalCalls)} calls in the last 24 h.`];
  return { user, facts };
}

async function findUser(store: Services['store'], who: UserRef): Promise<User> {
  const user = await store.users.find(who);
  if (user) return user;
  const username = typeof who === 'string' ? who : (who.username ?? '');
  throw new PresentsError(`User ${shownName(username)} no longer exists.`, { code: 'not_found' });
}

/** The user of exactly this row: what was shown is what is changed, whoever else has the name. */
function rowOf({ id, username }: User): UserRef {
  return { id, username };
}

/** Returns the text to type to confirm: the name if it is plain ASCII, else the id, which every keyboard can type. */
function typeable({ username, id }: User): string {
  return isTypeable(username) ? username : isTypeable(String(id)) ? `#${id}` : 'yes';
}

function isTypeable(name: string): boolean {
  return /^[!-~](?:[ -~]{0,62}[!-~])?$/.test(name);
}
