import type { Offer } from '../components/use-path-prompt.ts';
import type { KnownDatabase } from './services.tsx';

/** The databases that are known by name, as a prompt offers them. */
export function databaseOffers(known: readonly KnownDatabase[]): readonly Offer[] {
  return known.map(({ name, word, isReadOnly, isOpen }) => ({
    text: name,
    note: [...(word ? [word.text] : []), ...(isReadOnly ? ['read-only'] : []), ...(isOpen ? ['open now'] : [])].join(
      ' · ',
    ),
  }));
}
