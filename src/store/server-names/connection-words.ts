import { type Naming, refusal } from './naming.ts';
import { type Settings, settingsOf } from './parameters.ts';

const WORD = /\s*([^\s=]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)(?:[^\s\\]|\\.)*|))(?=\s|$)/;

/** The settings in libpq's own form: `host=db.example dbname=gifts password='a b'`. Throws a PresentsError. */
export function readWords(text: string, naming: Naming): Settings {
  const written: [string, string][] = [];
  const end = text.trimEnd().length;
  const word = new RegExp(WORD, 'sy');
  let from = 0;
  while (from < end) {
    const match = word.exec(text);
    if (match === null) throw unreadable(naming);
    const [whole, name = '', quoted, plain = ''] = match;
    written.push([name, (quoted ?? plain).replace(/\\(.)/gs, '$1')]);
    from += whole.length;
  }
  return settingsOf(written, naming, !/pass/i.test(text));
}

function unreadable(naming: Naming): Error {
  return refusal(
    `${naming.source} has a word that is not NAME=VALUE, or a quote that is not closed.`,
    "Write a value with blanks in quotes: password='…'. In it, \\' is a quote and \\\\ a backslash.",
    naming,
  );
}
