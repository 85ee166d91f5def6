import { describe, expect, test } from 'vitest';
import { showsAsciiAlone } from '../../src/text/charset.ts';

describe('a terminal shows ASCII alone', () => {
  test.each([
    [{ LANG: 'C' }],
    [{ LANG: 'POSIX' }],
    [{ LANG: 'en_US.ISO-8859-1' }],
    [{ LANG: 'de_DE.ISO8859-15@euro' }],
    [{ LC_CTYPE: 'ja_JP.eucJP', LANG: 'ja_JP.UTF-8' }],
    [{ LC_ALL: 'C', LC_CTYPE: 'en_US.UTF-8', LANG: 'en_US.UTF-8' }],
    [{ LANG: 'en_US.UTF-8', TERM: 'linux' }],
    [{ LANG: 'en_US.UTF-8', TERM: 'linux-16color' }],
    [{ TERM: 'vt220' }],
  ])('with %j', (env) => {
    expect(showsAsciiAlone(env)).toBe(true);
  });

  test.each([
    [{ LANG: 'C.UTF-8', TERM: 'xterm-256color' }],
    [{ LANG: 'en_US.utf8' }],
    [{ LANG: 'de_DE.UTF-8@euro' }],
    [{ LC_ALL: '', LC_CTYPE: 'UTF-8', LANG: 'C' }],
    [{ LC_ALL: 'en_US.UTF-8', LANG: 'C' }],
    [{ LANG: 'en_US' }],
    [{}],
    [{ TERM: 'xterm-256color' }],
    [{ TERM: 'vte-256color' }],
  ])('not with %j', (env) => {
    expect(showsAsciiAlone(env)).toBe(false);
  });
});
