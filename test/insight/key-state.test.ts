import { describe, expect, test } from 'vitest';
import { type KeyFacts, keyStateOf } from '../../src/insight/key-state.ts';
import { defaultThresholds } from '../../src/model/settings.ts';

const now = new Date('2026-11-20T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 864e5);
const facts: KeyFacts = {
  isActive: true,
  lastCallAt: daysAgo(1),
  callCount: 50,
  errorCount: 2,
  windowDays: 1,
  callsByDayBefore: [],
};
const stateOf = (change: Partial<KeyFacts>, thresholds = defaultThresholds) =>
  keyStateOf({ ...facts, ...change }, thresholds, now);

describe('The state of a key', () => {
  test('is that of the key before it is that of its calls', () => {
    expect(stateOf({ isActive: false, lastCallAt: null })).toBe('inactive');
    expect(stateOf({ lastCallAt: null })).toBe('never');
    expect(stateOf({ lastCallAt: daysAgo(90.01), errorCount: 50 })).toBe('idle');
    expect(stateOf({ lastCallAt: daysAgo(90) })).toBe('ok');
    expect(stateOf({ lastCallAt: daysAgo(-400) })).toBe('ok');
  });

  test('says nothing of few calls', () => {
    expect(stateOf({ callCount: 49, errorCount: 49, callsByDayBefore: [1] })).toBe('ok');
    const { attention, ...rest } = defaultThresholds;
    expect(stateOf({ callCount: 0, errorCount: 0 }, { ...rest, attention: { ...attention, userMinCalls: 0 } })).toBe(
      'ok',
    );
  });

  test('is failing from the share that is bad, and hot from ten median days on', () => {
    expect(stateOf({ errorCount: 3 })).toBe('errors');
    expect(stateOf({ callsByDayBefore: [5, 0, 0, 9, 1] })).toBe('hot');
    expect(stateOf({ callsByDayBefore: [6, 0, 0, 9, 1] })).toBe('ok');
    expect(stateOf({ callsByDayBefore: [4, 6, 0] })).toBe('hot');
    expect(stateOf({ callsByDayBefore: [4, 7] })).toBe('ok');
  });

  test('compares days with days, however long the window is', () => {
    expect(stateOf({ callsByDayBefore: [100], windowDays: 1 / 24 })).toBe('hot');
    expect(stateOf({ callsByDayBefore: [5], windowDays: 30 })).toBe('ok');
    expect(stateOf({ callsByDayBefore: [5], windowDays: 0 })).toBe('ok');
    expect(stateOf({ callsByDayBefore: [0, 0] })).toBe('ok');
  });
});
