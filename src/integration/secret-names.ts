// What may be part of a word that is written in one: `accesstoken`, `newpassword`, `JSESSIONID`.
const PART = /passw(?:or)?d|passwort|kennwort|passphrase|passcode|credential|apikey|authorization|secretkey|jwt/;
const END =
  /(?:secret|token|cookie|sessid|sessionid|accesskey|privatekey|encryptionkey|signingkey|authkey|masterkey|cardnumber|creditcard|securitycode|accountnumber)s?$/;
const WORDS = new Set([
  ...[
    'pass',
    'pwd',
    'pw',
    'secret',
    'secrets',
    'creds',
    'auth',
    'oauth',
    'bearer',
    'cookie',
    'cookies',
    'session',
    'sid',
  ],
  ...['otp', 'totp', 'pin', 'cvv', 'cvc', 'csc', 'iban', 'ssn', 'csrf', 'xsrf'],
]);
const KEYS =
  'api access private secret encryption signing auth master shared account subscription functions ssh security session';
const PAIRS = new Set([
  ...KEYS.split(' ').map((word) => `${word} key`),
  ...['card number', 'card no', 'credit card', 'cc number', 'account number', 'security code', 'social security'],
  ...['pass phrase', 'pass word', 'pass code', 'connection string', 'session id', 'verification code', 'mfa code'],
]);
// At the end of a name they make it one of something else: `token_type`, `passwordChangedAt`.
const ABOUT = new Set(
  `count counts used usage limit limits type types length size ttl at in on expires expiry expiration expired lifetime age
  duration policy strength required enabled disabled valid invalid changed updated created rotated method methods provider
  scheme status rate name url uri endpoint`.split(/\s+/),
);
const COUNTING = new Set(
  `max min total num number count used usage limit budget prompt completion input output cached reasoning remaining per
  length size tokens`.split(/\s+/),
);
const MAY_BE =
  /pass|pw|secret|token|key|auth|cred|cookie|sess|sid|otp|pin|cv[cv]|csc|card|iban|ssn|jwt|bearer|csrf|xsrf|code|number|security|kennwort|string/i;
const LONGEST = 200;

/** Whether what stands under this name is a secret, by its words in any spelling: `newPassword`, `x-api-key`, `Set-Cookie`. */
export function isSecretName(name: string): boolean {
  if (name.length > LONGEST || !MAY_BE.test(name)) return false;
  const words = wordsOf(name);
  if (words.length > 1 && ABOUT.has(words.at(-1) ?? '')) return false;
  return words.some((word, index) => isSecretWord(word) || PAIRS.has(`${words[index - 1]} ${word}`));
}

/** Whether a number under this name counts tokens, as `max_tokens` does, instead of being one. */
export function isCountName(name: string): boolean {
  const words = wordsOf(name);
  const others = words.filter((word) => !/^tokens?$/.test(word));
  return words.some((word) => COUNTING.has(word)) && words.length > others.length && !others.some(isSecretWord);
}

function isSecretWord(word: string): boolean {
  return WORDS.has(word) || END.test(word) || PART.test(word);
}

function wordsOf(name: string): readonly string[] {
  const spaced = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase();
  return spaced.split(/[^\p{L}]+/u).filter((word) => word !== '');
}
