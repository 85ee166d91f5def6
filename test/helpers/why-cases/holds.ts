import type { ComparedCall, NumberSpan, PayloadStep, PayloadTest, WhyFact } from '../../../src/model/why.ts';

/** True if a fact holds for a call: what a reader of the line would check by hand. */
export function holds(fact: WhyFact, call: ComparedCall): boolean {
  switch (fact.kind) {
    case 'user':
      return call.username === fact.value;
    case 'route':
      return call.route === fact.value;
    case 'message':
      return call.message === fact.value;
    case 'status':
      return call.statusCode === fact.value;
    case 'time':
      return isWithin(call.at, fact);
    case 'ms':
      return call.ms !== null && isWithin(Math.round(call.ms * 1000) / 1000, fact);
    case 'size':
      return call.requestBytes !== null && isWithin(call.requestBytes, fact);
    case 'request':
      return fact.is === 'none' ? call.requestBytes === null : call.requestBytes !== null && !isJson(call);
    case 'payload':
      return call.requestPayload !== null && isJson(call) && payloadHolds(JSON.parse(call.requestPayload), fact);
  }
}

function payloadHolds(payload: unknown, { path, test }: Extract<WhyFact, { readonly kind: 'payload' }>): boolean {
  if (test.is !== 'missing') return valuesAt(payload, path).some((value) => valueHolds(value, test));
  return valuesAt(payload, path.slice(0, -1)).length > 0 && valuesAt(payload, path).length === 0;
}

function valuesAt(value: unknown, [step, ...others]: readonly PayloadStep[]): readonly unknown[] {
  if (step === undefined) return [value];
  if (typeof value !== 'object' || value === null || Array.isArray(value) === 'key' in step) return [];
  if ('any' in step) return Object.values(value).flatMap((element) => valuesAt(element, others));
  return Object.entries(value).flatMap(([key, inner]) => (key === step.key ? valuesAt(inner, others) : []));
}

function valueHolds(value: unknown, test: Exclude<PayloadTest, { readonly is: 'missing' }>): boolean {
  switch (test.is) {
    case 'text':
      return typeof value === 'string' && (test.isCut ? value.startsWith(test.text) : value === test.text);
    case 'literal':
      return value === test.literal;
    case 'range':
      return typeof value === 'number' && isWithin(value, test);
    case 'length':
      return Array.isArray(value) && isWithin(value.length, test);
    case 'present':
      return true;
  }
}

function isWithin(value: number, { from, to, isToOpen }: NumberSpan): boolean {
  return (from === null || value >= from) && (to === null || (isToOpen ? value < to : value <= to));
}

function isJson({ requestPayload }: ComparedCall): boolean {
  try {
    JSON.parse(requestPayload ?? '');
    return true;
  } catch {
    return false;
  }
}
