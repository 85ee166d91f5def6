import { useMemo } from 'react';
import type { User, UserRef } from '../../model/user.ts';
import { UserError } from '../../model/user-error.ts';
import { shortErrorText } from '../../text/error-text.ts';
import { formatAge, formatCount } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import { type CommandUser, presentsCommand, userCommand } from '../../text/shell.ts';
import type { Message } from './message.ts';
import { type Services, useServices } from './services.tsx';

/** A name that is made here is never longer. */
const longestTyped = 64;
/** How much of any name a sentence holds. */
const shownCells = 80;

/** What a screen can do to the data, each with its question, its message line, its undo and the command that does the same. */
export interface Actions {
  /** Runs a change: tells how it went, and looks at the data at once. */
  run(change: () => Promise<void>): void;
  say(message: Message): void;
  createUser(username: string): Promise<void>;
  /** Asks, then deactivates an active user or reactivates an inactive one. */
  toggleUser(who: UserRef): void;
  /** Asks for the typed name, then replaces the key. */
  newKey(who: UserRef): void;
  /** Asks, then invalidates a cached product. */
  invalidate(productId: string): void;
}

/** The actions over the services; constants like them. */
export function useActions(): Actions {
  const services = useServices();
  return useMemo(() => createActions(services), [services]);
}

/** The sentence of a failed change: what is wrong, that nothing was changed, what to do next and the command that does it. */
export function failureMessage(error: unknown, location: readonly string[]): Message {
  const text = `${shortErrorText(error)} Nothing was changed.`;
  if (!(error instanceof UserError) || error.nextStep === '') return { tone: 'bad', text };
  const command = error.command === undefined ? undefined : presentsCommand(location, error.command);
  return { tone: 'bad', text, hint: printable(error.nextStep), ...(command !== undefined && { command }) };
}

function createActions(services: Services): Actions {
  const { dispatch, heartbeat, location } = services;
  const say = (message: Message): void => dispatch({ type: 'say', message });
  const run = (change: () => Promise<void>): void => {
    change().then(
      () => heartbeat.checkNow(),
      (error) => say(failureMessage(error, location)),
    );
  };
  return {
    run,
    say,
    createUser: (username) => createUser(services, username),
    toggleUser: (who) => run(() => askToToggle(services, run, who)),
    newKey: (who) => run(() => askForNewKey(services, run, who)),
    invalidate: (productId) => askToInvalidate(services, run, productId),
  };
}

type Run = Actions['run'];

async function createUser({ store, dispatch, location }: Services, username: string): Promise<void> {
  const issued = await store.users.create(username);
  dispatch({ type: 'overlay', overlay: { kind: 'secret', issued, isAskedToLeave: false } });
  const created = presentsCommand(location, 'user create', [issued.username]);
  const command = created === undefined ? {} : { command: created };
  const [twin] = issued.lookAlikes ?? [];
  const text = `Created ${nameOf(issued.username)}.`;
  const message: Message =
    twin === undefined
      ? { tone: 'good', text, ...command }
      : { tone: 'warn', text: `${text} Another user has a name that looks like it: “${nameOf(twin)}”.`, ...command };
  dispatch({ type: 'done', message });
}

async function askToToggle(services: Services, run: Run, who: UserRef): Promise<void> {
  const { store, clock, dispatch } = services;
  const user = await findUser(services, who);
  const stats = await store.apiLogs.userStats(rowOf(user), { hours: 24 });
  const name = nameOf(user.username);
  const traffic = `Last call ${formatAge(stats.lastCallAt, clock.now())}, ${formatCount(stats.totalCalls)} calls in the last 24 h.`;
  const isBusy = user.isActive && stats.totalCalls > 0;
  dispatch({
    type: 'overlay',
    overlay: {
      kind: 'confirm',
      confirmation: {
        title: user.isActive ? `Deactivate ${name}?` : `Reactivate ${name}?`,
        lines: user.isActive
          ? [traffic, 'Calls with this key will be rejected from now on. The user can be reactivated.']
          : [traffic, 'Calls with this key will be accepted from now on.'],
        expected: isBusy ? typeable(user) : 'y',
        isDangerous: false,
        confirm: () => run(() => toggle(services, user, !user.isActive)),
      },
    },
  });
}

async function toggle(services: Services, user: User, toActive: boolean): Promise<void> {
  const { store, dispatch } = services;
  const who = rowOf(user);
  const change = (active: boolean) => (active ? store.users.reactivate(who) : store.users.deactivate(who));
  const { changed, hasNamesakes } = await change(toActive);
  const name = nameOf(user.username);
  if (!changed) {
    const text = `${name} is ${toActive ? 'active' : 'inactive'} already. Nothing was changed.`;
    return dispatch({ type: 'say', message: { tone: 'warn', text } });
  }
  const command = commandFor(services, `user ${toActive ? 'reactivate' : 'deactivate'}`, { ...user, hasNamesakes });
  const text = `${toActive ? 'Reactivated' : 'Deactivated'} ${name}.`;
  dispatch({
    type: 'done',
    message: { tone: 'good', text, hint: 'u undoes it.', ...command },
    undo: {
      run: async () => {
        await change(!toActive);
        const undone = `Undone: ${name} is ${toActive ? 'inactive' : 'active'} again.`;
        dispatch({ type: 'say', message: { tone: 'good', text: undone } });
      },
    },
  });
}

async function askForNewKey(services: Services, run: Run, who: UserRef): Promise<void> {
  const { store, clock, dispatch } = services;
  const user = await findUser(services, who);
  const { lastCallAt } = await store.apiLogs.userStats(rowOf(user), { hours: 24 });
  const name = nameOf(user.username);
  dispatch({
    type: 'overlay',
    overlay: {
      kind: 'confirm',
      confirmation: {
        title: `New key for ${name}?`,
        lines: [
          `Last call ${formatAge(lastCallAt, clock.now())}.`,
          'The old key stops working immediately; this cannot be undone.',
          'The new key is shown once.',
        ],
        expected: typeable(user),
        isDangerous: true,
        confirm: () => run(() => regenerate(services, user)),
      },
    },
  });
}

async function regenerate(services: Services, user: User): Promise<void> {
  const { store, dispatch } = services;
  const issued = await store.users.regenerateKey(rowOf(user));
  dispatch({ type: 'overlay', overlay: { kind: 'secret', issued, isAskedToLeave: false } });
  const command = commandFor(services, 'user regenerate-key', issued);
  dispatch({ type: 'done', message: { tone: 'good', text: `New key for ${nameOf(issued.username)}.`, ...command } });
}

function askToInvalidate(services: Services, run: Run, productId: string): void {
  const id = nameOf(productId);
  services.dispatch({
    type: 'overlay',
    overlay: {
      kind: 'confirm',
      confirmation: {
        title: `Invalidate ${id}?`,
        lines: ['The API classifies this product anew when it is asked for it next.'],
        expected: 'y',
        isDangerous: false,
        confirm: () => run(() => invalidate(services, productId)),
      },
    },
  });
}

async function invalidate({ store, dispatch }: Services, productId: string): Promise<void> {
  const { previousStatus } = await store.products.invalidate(productId);
  const id = nameOf(productId);
  dispatch({
    type: 'done',
    message: { tone: 'good', text: `Invalidated ${id}.`, hint: 'u undoes it.' },
    undo: {
      run: async () => {
        await store.products.restore(productId, previousStatus);
        const text = `Undone: ${id} is ${nameOf(previousStatus)} again.`;
        dispatch({ type: 'say', message: { tone: 'good', text } });
      },
    },
  });
}

/** A name as it stands in a sentence. */
function nameOf(name: string): string {
  return printable(name, shownCells);
}

/** The command that does the same, for the message line; nothing where none can be pasted. */
function commandFor({ location }: Services, path: string, user: CommandUser): { readonly command?: string } {
  const command = userCommand(location, path, user);
  return command === undefined ? {} : { command };
}

async function findUser({ store }: Services, who: UserRef): Promise<User> {
  const user = await store.users.find(who);
  if (user) return user;
  const username = typeof who === 'string' ? who : (who.username ?? '');
  throw new UserError(`User ${nameOf(username)} no longer exists.`);
}

/** The user of exactly this row: what was shown is what is changed, whoever else has the name. */
function rowOf({ id, username }: User): UserRef {
  return { id, username };
}

/** What is typed to confirm a name: the name, or its id where it is long or holds what no keyboard types. */
function typeable({ username, id }: User): string {
  return isTypeable(username) ? username : isTypeable(String(id)) ? `#${id}` : 'yes';
}

function isTypeable(name: string): boolean {
  return name !== '' && name.length <= longestTyped && printable(name) === name && name.trim() === name;
}
