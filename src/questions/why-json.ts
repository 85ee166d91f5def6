import { printPath } from '../filter/path.ts';
import type { CallWhy, FilteredWhyLine } from '../model/call-why.ts';
import type { NumberSpan, PayloadStep, PayloadTest, WhyFact } from '../model/why.ts';

/** A fact as JSON has it. Two of them say a span with two ends. */
interface JsonFact {
  /** `user`, `ms`, `req.recipient.age`, or `length(req.items)`. */
  readonly field: string;
  readonly operator: '=' | '>=' | '<' | '<=' | 'starts with' | 'present' | 'missing' | 'number' | 'not JSON';
  readonly value: string | number | boolean | null;
}

/** An answer to why, as JSON has it: counts and shares of the selected calls, and of the baseline that they are compared with. */
export function whyForJson({ from, to, here, elsewhere, verdict, lines, missing }: Omit<CallWhy, 'progress'>): object {
  const { how, windows, filter } = elsewhere;
  return {
    from,
    to,
    selectedCalls: here.callCount,
    selectedSample: here.sampleCount,
    baselineCalls: elsewhere.callCount,
    baselineSample: elsewhere.sampleCount,
    baseline: { how, windows, filter },
    verdict,
    causes: lines.filter(({ isEffect }) => !isEffect).map(whyLineForJson),
    effects: lines.filter(({ isEffect }) => isEffect).map(whyLineForJson),
    missing: missing.map(whyLineForJson),
  };
}

/** A line of such an answer as JSON has it. */
export function whyLineForJson({ facts, here, elsewhere, lift, filter, also }: FilteredWhyLine): object {
  return {
    facts: facts.flatMap(factsForJson),
    selectedShare: here.share,
    baselineShare: elsewhere.share,
    selectedCount: here.count,
    baselineCount: elsewhere.count,
    // A fact that holds on one side alone is not so many times as common.
    lift: elsewhere.count === 0 ? null : lift,
    filter,
    also: also.flatMap(factsForJson),
  };
}

function factsForJson(fact: WhyFact): readonly JsonFact[] {
  switch (fact.kind) {
    case 'user':
    case 'route':
    case 'message':
    case 'status':
      return [{ field: fact.kind, operator: '=', value: fact.value }];
    case 'time':
      return spanForJson('time', fact, (ms) => new Date(ms).toISOString());
    case 'ms':
      return spanForJson('ms', fact, Number);
    case 'size':
      return spanForJson('requestBytes', fact, Number);
    case 'request':
      return [{ field: 'req', operator: fact.is === 'none' ? 'missing' : 'not JSON', value: null }];
    case 'payload':
      return payloadForJson(fact.path, fact.test);
  }
}

function payloadForJson(path: readonly PayloadStep[], test: PayloadTest): readonly JsonFact[] {
  const field = `req${printPath(path)}`;
  switch (test.is) {
    case 'text':
      return [{ field, operator: test.isCut ? 'starts with' : '=', value: test.text }];
    case 'literal':
      return [{ field, operator: '=', value: test.literal }];
    case 'range':
      return test.from === null && test.to === null
        ? [{ field, operator: 'number', value: null }]
        : spanForJson(field, test, Number);
    case 'length':
      return spanForJson(`length(${field})`, test, Number);
    case 'present':
    case 'missing':
      return [{ field, operator: test.is, value: null }];
  }
}

function spanForJson(
  field: string,
  { from, to, isToOpen }: NumberSpan,
  write: (value: number) => string | number,
): readonly JsonFact[] {
  if (from === null && to === null) return [{ field, operator: 'present', value: null }];
  if (from !== null && from === to) return [{ field, operator: '=', value: write(from) }];
  const first = from === null ? [] : [{ field, operator: '>=', value: write(from) } as const];
  const last = to === null ? [] : [{ field, operator: isToOpen ? '<' : '<=', value: write(to) } as const];
  return [...first, ...last];
}
