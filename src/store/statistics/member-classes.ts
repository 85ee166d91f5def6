const FACTS_IN_NUMBER = 50;

/** Classes of kinds or users among which a query does not tell: that of each, and one member of each. */
export interface Classes {
  readonly of: Uint32Array;
  readonly members: readonly number[];
}

/** Puts members into one class where all facts about them are the same. */
export function classesOf(facts: readonly Uint8Array[], count: number): Classes {
  const of = new Uint32Array(count);
  if (facts.length === 0) return { of, members: [0] };
  const known = new Map<number | string, number>();
  const members: number[] = [];
  const keyOf = facts.length > FACTS_IN_NUMBER ? textKey : numberKey;
  for (let member = 0; member < count; member += 1) {
    const key = keyOf(facts, member);
    let found = known.get(key);
    if (found === undefined) {
      found = members.push(member) - 1;
      known.set(key, found);
    }
    of[member] = found;
  }
  return { of, members };
}

function numberKey(facts: readonly Uint8Array[], member: number): number {
  let key = 0;
  for (const fact of facts) key = key * 2 + (fact[member] ?? 0);
  return key;
}

function textKey(facts: readonly Uint8Array[], member: number): string {
  return facts.map((fact) => fact[member]).join('');
}
