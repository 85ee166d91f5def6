import { expect, test } from 'vitest';
import type { AnyCheck } from '../../../src/store/checks/options.ts';
import { STORE_CHECKS } from '../../../src/store/checks/store-checks.ts';

type Argument = readonly [place: string, field: string, check: AnyCheck];

/** What is checked where it is stored, which says what is wrong with it, or is no fault whatever it is. */
const CHECKED_ELSEWHERE = ['apiKey', 'call', 'calls', 'entry', 'entries'];

const isArgument = (value: unknown): value is readonly [string, AnyCheck] =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'function';

/** The arguments of all functions of the store. */
function argumentsIn(checks: object, path: string): readonly Argument[] {
  return Object.entries(checks).flatMap(([name, value]): readonly Argument[] => {
    const place = path === '' ? name : `${path}.${name}`;
    return isArgument(value) ? [[`${place}: ${value[0]}`, ...value]] : argumentsIn(Object(value), place);
  });
}

const ARGUMENTS = argumentsIn(STORE_CHECKS, '').filter(([, field]) => !CHECKED_ELSEWHERE.includes(field));

/** Tells why a check refuses a value: what it must be, or the field of the error that it throws. */
function refusalOf(check: AnyCheck, value: unknown): unknown {
  try {
    return check(value, 'function', 'field');
  } catch (error) {
    return Object(error).field;
  }
}

test('The arguments of the store are found', () => {
  expect(ARGUMENTS.length).toBeGreaterThan(60);
});

test.each(ARGUMENTS)('%s is refused with a field that is unknown, or as something else', (_, _field, check) => {
  for (const value of [
    { colour: 'red' },
    JSON.parse('{"__proto__": {"hours": 1}}'),
    Symbol('x'),
    () => 1,
    [Symbol('x')],
  ])
    expect(refusalOf(check, value)).toEqual(expect.any(String));
});

test('Fields that are unknown are refused inside of fields, too', () => {
  const { users, apiLogs, attention, errorGroups } = STORE_CHECKS;
  const odd = { colour: 'red' };
  const window = { from: new Date(0), to: null };
  const inside: readonly (readonly [AnyCheck, unknown])[] = [
    [apiLogs.calls[0][1], { window: { ...window, ...odd } }],
    [apiLogs.calls[0][1], { status: { from: 500, to: 599, ...odd } }],
    [apiLogs.why[0][1], { window, against: odd }],
    [apiLogs.why[0][1], { window, against: { window: { ...window, ...odd } } }],
    [apiLogs.timeline[0][1], { ...window, ...odd }],
    [apiLogs.systemStats[0][1], { hours: 1, ...odd }],
    [users.overview[0][1], { window: { ...window, ...odd } }],
    [attention.list[0][1], { thresholds: odd }],
    [errorGroups.triage[1][1], odd],
  ];
  for (const [check, value] of inside) expect(refusalOf(check, value)).toBe('colour');
});
