import { describe, expect, test } from 'vitest';
import { prometheusText } from '../../src/text/prometheus.ts';

const gauge = (labels: Readonly<Record<string, string | number>>, value: number) =>
  ({ name: 'x', help: 'An x.', type: 'gauge', samples: [{ labels, value }] }) as const;

describe('The text for Prometheus', () => {
  test('escapes what a label and a help text may hold, and lets nothing reach a terminal as it is', () => {
    expect(prometheusText([gauge({ route: 'a"b\\c' }, 1)])).toContain('x{route="a\\"b\\\\c"} 1\n');
    expect(prometheusText([gauge({ route: 'a\nb\u001b[31m' }, 1)])).toContain('x{route="a␊b␛[31m"} 1\n');
    expect(prometheusText([{ ...gauge({}, 1), help: 'One\nline \\' }])).toContain('# HELP x One\\nline \\\\\n');
  });

  test('writes numbers as Prometheus reads them', () => {
    const values = [0, 1e21, 0.1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const lines = values.map((value) => prometheusText([gauge({}, value)]).split('\n')[2]);
    expect(lines).toEqual(['x 0', 'x 1e+21', 'x 0.1', 'x NaN', 'x +Inf', 'x -Inf']);
  });

  test('has no sample twice: those whose labels print alike are one', () => {
    const samples = ['a\u0000', 'a␀', 'b'].map((route, index) => ({ labels: { route }, value: index + 1 }));
    const text = prometheusText([{ name: 'x', help: 'An x.', type: 'counter', samples }]);
    expect(text).toBe('# HELP x An x.\n# TYPE x counter\nx{route="a␀"} 3\nx{route="b"} 3\n');
  });

  test('keeps the beginning of a long label, and combines what then looks alike as the metric says', () => {
    const samples = ['a', 'b'].map((end, index) => ({
      labels: { route: '/r'.repeat(50_000) + end },
      value: index + 1,
    }));
    const metric = { name: 'x', help: 'An x.', type: 'gauge', samples } as const;
    const label = `${'/r'.repeat(160)}…`;
    expect(prometheusText([metric]).split('\n')[2]).toBe(`x{route="${label}"} 3`);
    expect(prometheusText([{ ...metric, combine: Math.max }]).split('\n')[2]).toBe(`x{route="${label}"} 2`);
  });

  test('leaves out a metric that has no sample', () => {
    expect(prometheusText([{ name: 'x', help: 'An x.', type: 'counter', samples: [] }])).toBe('');
  });
});
