/** Look of a cell: `foreground|background|weights`, each in SGR numbers; `||` is the terminal's own. */
export type Look = string;

/** The look of a cell that nothing was said about. */
export const plainLook: Look = '||';

/** SGR numbers that end a weight, by the weight's number. */
const enders: Readonly<Record<string, string>> = { '1': '22', '2': '22', '3': '23', '4': '24', '7': '27', '9': '29' };

const foregroundPattern = /^(?:3[0-7]|9[0-7]|38;5;\d+|38;2;\d+;\d+;\d+)$/;
const backgroundPattern = /^(?:4[0-7]|10[0-7]|48;5;\d+|48;2;\d+;\d+;\d+)$/;

/** The parameters that end what an SGR sequence with these begins, or ends; undefined if it says more than one thing, or something else. */
export function endOfStyle(parameters: string): string | undefined {
  if (parameters in enders) return enders[parameters];
  if (foregroundPattern.test(parameters)) return '39';
  if (backgroundPattern.test(parameters)) return '49';
  return parameters === '39' || parameters === '49' || isEnder(parameters) ? parameters : undefined;
}

/** The look after an SGR sequence with these parameters; undefined if it says more than one thing, or something else. */
export function lookAfter(look: Look, parameters: string): Look | undefined {
  const { foreground, background, weights } = fieldsOf(look);
  const end = endOfStyle(parameters);
  const begun = parameters === end ? '' : parameters;
  if (end === '39') return lookOf(begun, background, weights);
  if (end === '49') return lookOf(foreground, begun, weights);
  const left = weights.filter((weight) => enders[weight] !== parameters);
  if (end === undefined) return undefined;
  return lookOf(foreground, background, begun === '' ? left : [...weights, begun]);
}

/** Returns the look of a blank: a text colour, or a weight without a line, is invisible on it. */
export function blankLook(look: Look): Look {
  const { background, weights } = fieldsOf(look);
  return weights.some((weight) => isSeenOnBlank(weight)) ? look : lookOf('', background, []);
}

/** The shortest sequence from one look to another. */
export function lookChange(from: Look, to: Look): string {
  return from === to ? '' : change(fieldsOf(from), fieldsOf(to));
}

/** The sequence from a look to one in which a blank looks as it should, with as little change as that takes. */
export function blankChange(from: Look, to: Look): { readonly look: Look; readonly sequence: string } {
  if (blankLook(from) === to) return { look: from, sequence: '' };
  const fields = fieldsOf(to);
  if (fields.weights.length > 0) return { look: to, sequence: lookChange(from, to) };
  const { foreground, weights } = fieldsOf(from);
  const look = lookOf(
    foreground,
    fields.background,
    weights.filter((weight) => !isSeenOnBlank(weight)),
  );
  return { look, sequence: lookChange(from, look) };
}

/** Orders looks so that those which differ in little stand side by side. */
export function compareLooks(one: Look, other: Look): number {
  const [first, second] = [fieldsOf(one), fieldsOf(other)];
  const [before, after] = first.background === second.background ? [one, other] : [first.background, second.background];
  return before < after ? -1 : Number(before > after);
}

function change(from: Fields, to: Fields): string {
  const gone = new Set(from.weights.filter((weight) => !to.weights.includes(weight)).map((weight) => enders[weight]));
  const begun = to.weights.filter((weight) => !from.weights.includes(weight) || gone.has(enders[weight]));
  const parts = [
    ...gone,
    ...begun,
    ...(from.foreground === to.foreground ? [] : [to.foreground || '39']),
    ...(from.background === to.background ? [] : [to.background || '49']),
  ].join(';');
  const fromNothing = ['', ...to.weights, to.foreground, to.background]
    .filter((part, at) => at === 0 || part)
    .join(';');
  return `\u001b[${fromNothing.length < parts.length ? fromNothing : parts}m`;
}

function isSeenOnBlank(weight: string): boolean {
  return weight === '4' || weight === '7' || weight === '9';
}

function isEnder(parameters: string): boolean {
  return Object.values(enders).includes(parameters);
}

interface Fields {
  readonly foreground: string;
  readonly background: string;
  readonly weights: readonly string[];
}

function fieldsOf(look: Look): Fields {
  const [foreground = '', background = '', weights = ''] = look.split('|');
  return { foreground, background, weights: weights === '' ? [] : weights.split(';') };
}

function lookOf(foreground: string, background: string, weights: readonly string[]): Look {
  return `${foreground}|${background}|${[...new Set(weights)].sort().join(';')}`;
}
