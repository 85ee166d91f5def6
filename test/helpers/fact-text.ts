import type { NumberSpan, PayloadStep, WhyFact } from '../../src/model/why.ts';

/** A fact on a line, for tests: `user=anna`, `req.age <0`, `req.tags length 5..8`. */
export function factText(fact: WhyFact): string {
  switch (fact.kind) {
    case 'time':
      return `time ${spanText(fact, (ms) => new Date(ms).toISOString().slice(11, 19))}`;
    case 'ms':
    case 'size':
      return `${fact.kind} ${spanText(fact)}`;
    case 'request':
      return `request ${fact.is}`;
    case 'payload':
      return `req${pathText(fact.path)} ${testText(fact)}`;
    default:
      return `${fact.kind}=${fact.value}`;
  }
}

function testText({ test }: Extract<WhyFact, { readonly kind: 'payload' }>): string {
  switch (test.is) {
    case 'text':
      return test.isCut ? `begins "${test.text}"` : `"${test.text}"`;
    case 'literal':
      return String(test.literal);
    case 'range':
      return spanText(test);
    case 'length':
      return `length ${spanText(test)}`;
    default:
      return test.is;
  }
}

function pathText(path: readonly PayloadStep[]): string {
  return path.map((step) => ('any' in step ? '[]' : `.${step.key}`)).join('');
}

function spanText({ from, to, isToOpen }: NumberSpan, text: (value: number) => string = String): string {
  if (to === null) return from === null ? '*' : `>=${text(from)}`;
  if (from === null) return `${isToOpen ? '<' : '<='}${text(to)}`;
  return `${text(from)}..${isToOpen ? '<' : ''}${text(to)}`;
}
