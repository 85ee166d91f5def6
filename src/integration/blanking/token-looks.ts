/** Patterns that are secret in any context: keys of known providers, sign-in tokens, private keys. */
const LOOK = new RegExp(
  [
    String.raw`\beyJ[\w-]{10,}(?:\.[\w-]*){0,4}`,
    String.raw`\b[spr]k_(?:live|test)_\w{8,}|\bwhsec_[\w+/]{16,}`,
    String.raw`\bgh[pousr]_\w{16,}|\bgithub_pat_\w{16,}|\bglpat-[\w-]{16,}|\bnpm_[A-Za-z0-9]{30,}`,
    String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{30,}|\bya29\.[\w-]{16,}`,
    String.raw`\bxox[a-z]-[\w-]{10,}|\bxapp-[\w-]{10,}|\bhooks\.slack\.com\/services\/[\w/]{16,}`,
    String.raw`\bsk-(?:proj|ant|svcacct|admin|or)-[\w-]{16,}|\bsk-[A-Za-z0-9]{32,}|\bhf_[A-Za-z0-9]{30,}`,
    String.raw`\bSG\.[\w-]{16,}\.[\w-]{16,}|\bshp(?:at|ca|pa|ss)_[\da-fA-F]{32}`,
    String.raw`-----BEGIN [A-Z\d ]{0,30}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z\d ]{0,30}-----|$)`,
  ].join('|'),
  'g',
);

/** The source of a pattern for what each of them begins with, or holds. */
export const LOOK_HINT =
  'eyJ|[spr]k_|whsec_|gh[pousr]_|github_pat|glpat-|npm_|AKIA|(?<=A)SIA[\\dA-Z]|AIza|ya29|xox[a-z]-|xapp-|hooks\\.s|sk-|hf_|SG\\.|shp[acs]|PRIVATE';

/** The first three letters of each. */
export const LOOK_BEGINNINGS: readonly string[] =
  'eyJ sk_ pk_ rk_ whs ghp gho ghu ghs ghr git glp npm AKI SIA AIz ya2 xox xap hoo sk- hf_ SG. shp PRI'.split(' ');

const ANY_HINT = new RegExp(LOOK_HINT);

/** A text without what is a secret by its look. */
export function blankLooks(text: string, blank: string): string {
  return ANY_HINT.test(text) ? text.replace(LOOK, blank) : text;
}
