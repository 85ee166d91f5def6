type Environment = Readonly<Record<string, string | undefined>>;

/** Consoles whose fonts have few signs beside ASCII: those of Linux and the BSDs, and old terminals. */
const PLAIN_TERMS = /^(?:linux|cons25|vt\d+|ansi|sun|wsvt25|pccon)(?:$|[-.+])/;

/** Variables that name the locale of characters; the first one that is not empty counts. */
const VARIABLES = ['LC_ALL', 'LC_CTYPE', 'LANG'] as const;

/**
 * Tells whether a terminal shows ASCII alone: its locale names another set of characters than UTF-8, or its font lacks most
 * signs. Where no locale says anything, as in many containers and over SSH, today's terminals take UTF-8.
 */
export function showsAsciiAlone(env: Environment): boolean {
  const locale = VARIABLES.map((name) => env[name]).find((value) => value !== undefined && value !== '') ?? '';
  return PLAIN_TERMS.test(env.TERM ?? '') || !mayBeUtf8(locale);
}

function mayBeUtf8(locale: string): boolean {
  if (locale === 'C' || locale === 'POSIX') return false;
  const codeset = /\.([^@]*)/.exec(locale)?.[1];
  return codeset === undefined || /^utf-?8$/i.test(codeset);
}
