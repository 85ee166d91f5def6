import { describe, expect, test } from 'vitest';
import type { Pulse } from '../../../src/live/pulse.ts';
import { layoutFrame, statusForms, tabsOf } from '../../../src/tui/shell/frame.ts';

const now = new Date('2026-11-20T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const live: Pulse = { state: 'live', since: null, reason: '', isPaused: false, intervalMs: 500 };
const words = (...parameters: Parameters<typeof statusForms>): readonly string[] =>
  statusForms(...parameters).map((form) => form.map(({ text }) => text).join(''));

describe('The frame', () => {
  test('never takes more rows than there are, and leaves a list its room on every size it shows one', () => {
    for (let rows = 1; rows <= 60; rows++) {
      for (const columns of [10, 35, 36, 40, 80, 200]) {
        const { kind, bodyHeight, hasSpacer } = layoutFrame(columns, rows);
        const used = kind === 'tiny' ? bodyHeight : bodyHeight + 3 + (hasSpacer ? 1 : 0);
        expect(used).toBe(rows);
        if (kind === 'full') expect(bodyHeight).toBeGreaterThanOrEqual(5);
      }
    }
    expect(layoutFrame(40, 12).kind).toBe('full');
    expect(layoutFrame(35, 30).kind).toBe('tiny');
    expect(layoutFrame(120, 7).kind).toBe('tiny');
  });

  test('marks the one screen that is shown', () => {
    const tabs = tabsOf('errors');
    expect(tabs.map(({ key, label }) => `${key} ${label}`).join(' ')).toBe(
      '0 Attention 1 Users 2 System 3 Errors 4 Cache 5 Calls',
    );
    expect(tabs.filter((tab) => tab.isActive).map((tab) => tab.label)).toEqual(['Errors']);
  });
});

describe('The state of the data', () => {
  test('is told in words, the shortest last', () => {
    const newest = { id: 7, dateTime: ago(3) };
    expect(words(live, newest, 0, now)).toEqual(['● live · newest call 3 s ago', '● live · call 3 s ago', '● live']);
    expect(words(live, { id: null, dateTime: null }, 0, now)[0]).toBe('● live · no calls yet');
    expect(words(live, undefined, 0, now)).toEqual(['● live']);
    expect(words({ ...live, state: 'starting' }, undefined, 0, now)).toEqual(['○ starting']);
  });

  test('counts the calls that came since the pause', () => {
    const paused: Pulse = { ...live, state: 'paused', since: ago(42), isPaused: true };
    expect(words(paused, { id: 117, dateTime: now }, 100, now)).toEqual([
      '⏸ paused 0:42 · 17 new calls',
      '⏸ paused 0:42',
    ]);
    expect(words(paused, { id: 90, dateTime: now }, 100, now)[0]).toContain('0 new calls');
  });

  test('does not count where ids do not count up one by one: text, or beyond 2^53', () => {
    const paused: Pulse = { ...live, state: 'paused', since: ago(42), isPaused: true };
    expect(words(paused, { id: 'b7', dateTime: now }, 'a1', now)[0]).toBe('⏸ paused 0:42 · new calls');
    expect(words(paused, { id: 2n ** 60n, dateTime: now }, 2n ** 60n, now)[0]).toBe('⏸ paused 0:42 · 0 new calls');
  });

  test('counts one new call as one', () => {
    const paused: Pulse = { ...live, state: 'paused', since: ago(42), isPaused: true };
    expect(words(paused, { id: 101, dateTime: now }, 100, now)[0]).toBe('⏸ paused 0:42 · 1 new call');
  });

  test('is never live, nor counts new calls, while a past window is shown', () => {
    const newest = { id: 117, dateTime: ago(3) };
    const pin = { span: '17:10–17:30 CET', isLiveNext: true };
    const states = ['starting', 'live', 'paused', 'stale'] as const;
    for (const state of states) {
      const pulse: Pulse = { ...live, state, since: ago(12), isPaused: state === 'paused', reason: 'locked' };
      for (const form of words(pulse, newest, 100, now, pin)) {
        expect(form).toMatch(/^◷ pinned/);
        expect(form.replace('back to live', '')).not.toMatch(/live|new call|newest/);
      }
    }
    expect(words(live, newest, 0, now, pin)[0]).toBe('◷ pinned 17:10–17:30 CET · Esc back to live');
    const stale: Pulse = { ...live, state: 'stale', since: ago(12), reason: 'The database is locked. Wait.' };
    expect(words(stale, newest, 0, now, pin).slice(0, 3)).toEqual([
      '◷ pinned 17:10–17:30 CET · ▲ stale 12 s: The database is locked',
      '◷ pinned 17:10–17:30 CET · ▲ stale 12 s · Esc back to live',
      '◷ pinned 17:10–17:30 CET · ▲ stale 12 s',
    ]);
  });

  test('says since when and why it is stale, by the first sentence of the reason', () => {
    const reason = 'The database /srv/gifts/predict.db is locked by another program. Try again.';
    const stale: Pulse = { ...live, state: 'stale', since: ago(12), reason };
    expect(words(stale, undefined, 0, now)).toEqual([
      '▲ stale 12 s: The database predict.db is locked by another program',
      '▲ stale 12 s: The database predict.db is locked by an…',
      '▲ stale 12 s: The database predict.db…',
      '▲ stale 12 s',
    ]);
  });
});
