// Secret as a whole word: `session`, `user_pin`, `otpCode`.
const WORDS = wordSet(
  `pass pwd pw secret secrets creds auth oauth bearer cookie cookies session sid otp totp pin cvv cvc csc iban ssn csrf
  xsrf`,
);
// Secret also as a part of a word that is written in one: `newpassword`, `JSESSIONID`; the second only at its end.
const PARTS =
  'passw(?:or)?d(?!less)|passwort|kennwort|passphrase|passcode|credential|apikey|authorization|secretkey|jwt';
const ENDS =
  'secret|token|cookie|sessid|sessionid|accesskey|privatekey|encryptionkey|signingkey|authkey|masterkey|cardnumber|' +
  'creditcard|securitycode|accountnumber';
const PART = new RegExp(`${PARTS}|(?:${ENDS})s?$`);
const KEYS =
  'api access private secret encryption signing auth master shared account subscription functions ssh security session';
const PAIRS = new Set([
  ...KEYS.split(' ').map((word) => `${word} key`),
  ...['card number', 'card no', 'credit card', 'cc number', 'account number', 'security code', 'social security'],
  ...['pass phrase', 'pass word', 'pass code', 'connection string', 'session id', 'verification code', 'mfa code'],
]);
// At the end of a name they make it one of something about a secret: `token_type`, `passwordResetAllowed`, `cookieConsent`.
const ABOUT = wordSet(
  `count counts used usage limit limits type types length size ttl at in on expires expiry expiration expired lifetime age
  duration timeout policy policies strength required enabled disabled allowed supported valid invalid changed updated
  created rotated method methods provider providers scheme status rate name names url uri endpoint attempts retries rule
  rules pattern regex format requirements settings preference preferences options consent banner notice label placeholder
  hint description santa santas budget`,
);
const COUNTING = wordSet(
  `max min total num number count used usage limit budget prompt completion input output cached reasoning remaining per
  length size left`,
);
// What has one of these names may hold a secret, but not all that is in it is one.
const GROUPS = wordSet('session auth oauth');
const MANY = /^(?:tokens|secrets|cookies|passwords|credentials|creds)$/;
const LONGEST = 200;

/**
 * Source of a case-sensitive pattern for texts that may hold a word that makes a name secret. It finds
 * too much, but never too little: a text without a match has no such name.
 */
export const NAME_HINT: string = nameHint();

/** The first three letters of every such word, or both of one that has two. */
export const NAME_BEGINNINGS: readonly string[] = [...WORDS, ...PAIRS, ...PARTS.split('|'), ...ENDS.split('|')].map(
  (word) => word.slice(0, 3),
);

/** Tells whether a name stands for a secret, in any spelling: `newPassword`, `x-api-key`, `Set-Cookie`. */
export function isSecretName(name: string): boolean {
  if (name.length > LONGEST) return false;
  const words = wordsOf(name);
  if (words.length > 1 && ABOUT.has(words.at(-1) ?? '')) return false;
  return words.some((word, index) => isSecretWord(word) || PAIRS.has(`${words[index - 1]} ${word}`));
}

/** Tells whether a screen hides the value of this name until it is asked for: secrets, and any key or e-mail, which a log keeps. */
export function isHiddenName(name: string): boolean {
  if (name.length > LONGEST) return false;
  if (isSecretName(name)) return true;
  const words = wordsOf(name);
  if (words.length > 1 && ABOUT.has(words.at(-1) ?? '')) return false;
  return words.some((word) => /^keys?$|(?:^|e)mails?$/.test(word));
}

/** Tells whether a number under this name is a count: `max_tokens`, `tokens`, `cookies`. */
export function isCountName(name: string): boolean {
  const words = wordsOf(name);
  const others = words.filter((word) => !/^tokens?$/.test(word));
  if (MANY.test(words.at(-1) ?? '')) return true;
  return words.some((word) => COUNTING.has(word)) && words.length > others.length && !others.some(isSecretWord);
}

/** Tells whether an object with this name is searched instead of blanked as a whole: `session`, `authSession`. */
export function isGroupName(name: string): boolean {
  return wordsOf(name).every((word) => GROUPS.has(word) || !isSecretWord(word)) && isGroupWord(wordsOf(name).at(-1));
}

/** Tells whether a name is secret inside an object with this other name: `id` in `session`. */
export function isPartOfSecret(group: string, name: string): boolean {
  return /^(?:values?|raw|hash)$/i.test(name) || PAIRS.has(`${wordsOf(group).at(-1)} ${wordsOf(name).join(' ')}`);
}

/** Tells whether a value, as written, is true, false or null, which is no secret under any name. */
export function isYesOrNo(value: string): boolean {
  return value === 'true' || value === 'false' || value === 'null';
}

function isGroupWord(word = ''): boolean {
  return GROUPS.has(word);
}

function isSecretWord(word: string): boolean {
  return WORDS.has(word) || PART.test(word);
}

function wordsOf(name: string): readonly string[] {
  const spaced = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase();
  return spaced.split(/[^\p{L}]+/u).filter((word) => word !== '');
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/));
}

// A word begins behind what is no small letter, or with a capital, and ends before what is no small letter.
function nameHint(): string {
  const isWhole = (word: string) => {
    const [first = ''] = word;
    return `(?:(?<![a-z])${first}|${first.toUpperCase()})${inAnyCase(word.slice(1))}(?![a-z])`;
  };
  const pairs = Array.from(PAIRS, (pair) => {
    const [first = '', second = ''] = pair.split(' ');
    return `${isWhole(first)}(?=[^a-zA-Z]{0,${LONGEST}}${inAnyCase(second)})`;
  });
  return [...Array.from(WORDS, isWhole), ...pairs, inAnyCase(PARTS), `(?:${inAnyCase(ENDS)})[sS]?(?![a-z])`].join('|');
}

function inAnyCase(source: string): string {
  return source.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
