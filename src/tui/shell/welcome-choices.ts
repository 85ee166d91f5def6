import { printable } from '../../text/printable.ts';
import { databaseOffers } from '../context/database-offers.ts';
import type { KnownDatabase } from '../context/services.tsx';
import type { MissingDatabase } from './session.ts';

/** Something that can be chosen at the first start. */
export interface WelcomeChoice {
  /** The key that chooses it; a blank for none. */
  readonly key: string;
  readonly label: string;
  readonly note: string;
  readonly action: 'create' | 'open' | 'demo' | 'known' | 'quit';
  /** The name of a known database. */
  readonly name: string;
}

const mostDigits = 9;

/** The choices of the first start; of databases that are known by name, each is one. */
export function welcomeChoices(missing: MissingDatabase, known: readonly KnownDatabase[]): readonly WelcomeChoice[] {
  const isNothing = missing === 'no database';
  const choice = (key: string, label: string, action: WelcomeChoice['action']): WelcomeChoice => ({
    key,
    label,
    action,
    note: '',
    name: '',
  });
  const others = databaseOffers(known.filter(({ isOpen }) => !isOpen)).map(
    ({ text, note = '' }, index): WelcomeChoice => ({
      key: index < mostDigits ? String(index + 1) : ' ',
      label: `open ${printable(text)}`,
      note: printable(note),
      action: 'known',
      name: text,
    }),
  );
  return [
    choice('c', isNothing ? 'create it here' : 'add the tables that are missing; what is in it stays', 'create'),
    choice('o', 'open another: a file, or postgresql://…', 'open'),
    ...others,
    choice('d', 'look around in a demo with invented data', 'demo'),
    choice('q', `quit; nothing has been ${isNothing ? 'made' : 'changed'}`, 'quit'),
  ];
}

/** Sentences that explain the first start; any key leads back. */
export const welcomeHelp: readonly string[] = [
  '↑↓ move, ⏎ chooses, and so does the key before a choice.',
  'presents shows one database: the file predict_presents.db in this folder, or what --db, PRESENTS_DB or DATABASE_PATH name.',
  'In the prompt Tab completes a path, ~ is your home folder, and ↑↓ choose among the databases that you opened lately or that your config file names.',
  'Nothing is made or changed before you choose it. Any key leads back.',
];
