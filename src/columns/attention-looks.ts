import type { Attention, Look } from '../model/attention.ts';
import { formatAge, formatCount } from '../text/format.ts';

const DAY_MS = 86_400_000;

/** Sentence of an empty list, in two parts: the second one says what the first one does not claim. */
export function emptyAttentionWords({ looks }: Pick<Attention, 'looks'>): readonly [string, string] {
  const isAllKnown = looks.every(({ state }) => state === 'done');
  return isAllKnown
    ? ['All is well: nothing wants attention.', '']
    : ['Nothing wants attention', ', as far as it could be judged.'];
}

const subjects: Readonly<
  Record<Look['subject'], { readonly name: string; readonly looked: (count: number) => string }>
> = {
  groups: { name: 'groups', looked: (count) => counted(count, 'group', 'groups', ' of failed calls') },
  routes: { name: 'routes', looked: (count) => `the response times of ${counted(count, 'route', 'routes')}` },
  keys: { name: 'keys', looked: (count) => counted(count, 'active key', 'active keys') },
  users: { name: 'users', looked: (count) => `the errors of ${counted(count, 'user', 'users')}` },
  cache: { name: 'cache', looked: (count) => counted(count, 'entry', 'entries', ' of the cache') },
  growth: { name: 'growth', looked: (count) => `the growth of ${counted(count, 'call', 'calls')}` },
};

/** Words on what was looked at, and on each subject that could not be judged. */
export function lookWords({ looks, historyShare }: Attention): readonly string[] {
  const done = looks.filter(({ state }) => state === 'done' || state === 'history');
  const looked = done.map(({ subject, count }) => subjects[subject].looked(count));
  const reasons: Readonly<Record<Exclude<Look['state'], 'done'>, string>> = {
    'not yet': 'Not looked at yet',
    history: `Not known before the history of the log is read (${Math.floor(historyShare * 100)} %)`,
    young: 'Not judged, since the log is too young to say what is usual',
    'no index': 'Not judged, since the index idx_api_log_user_date is missing (`presents init` adds it)',
    'no calls': 'Not judged for lack of calls',
  };
  const others = Object.entries(Object.groupBy(looks, ({ state }) => state)).flatMap(([state, some = []]) =>
    state === 'done'
      ? []
      : [`${reasons[state as keyof typeof reasons]}: ${some.map(({ subject }) => subjects[subject].name).join(', ')}.`],
  );
  return [...(looked.length === 0 ? [] : [`Looked at ${listed(looked)}.`]), ...others];
}

/** Words on a log that ended long ago, which everything is judged by; undefined for a live one. */
export function staleWords({ newestCallAt }: Pick<Attention, 'newestCallAt'>, now: Date): string | undefined {
  if (newestCallAt === null || now.getTime() - newestCallAt.getTime() <= DAY_MS) return undefined;
  return `as of the newest call, ${formatAge(newestCallAt, now)}`;
}

function counted(count: number, one: string, many: string, what = ''): string {
  return `${formatCount(count)} ${count === 1 ? one : many}${what}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
