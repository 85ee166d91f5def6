const IN_URL = /(:\/\/[^\s:@/]*):\S*@/g;
const WORDS = /\b(?:dbname|host|hostaddr|port|service|user)\s*=/i;
const IN_PARAMETER = /([?&]password=)[^\s&]*/gi;
const IN_WORD = /(\bpassword\s*=\s*)(?:'(?:[^'\\]|\\.)*'?|\S+)/gi;

/** A text without the passwords in names of servers that a person may have typed where none is expected. */
export function hidePasswords(text: string): string {
  const hidden = text.replace(IN_URL, '$1:•••@').replace(IN_PARAMETER, '$1•••');
  return WORDS.test(hidden) ? hidden.replace(IN_WORD, '$1•••') : hidden;
}
