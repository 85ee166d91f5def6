import type { Binding } from './binding.ts';

/** The keys of every screen with a chart over time: its window, its measure, and the cursor on its bars. */
export const chartBindings = [
  { action: 'window', scope: 'chart', keys: ['t'], help: 'window', label: 'window', side: 'left', priority: 1 },
  {
    action: 'chart',
    scope: 'chart',
    keys: ['m'],
    help: 'chart: calls, errors, average, p95',
    label: 'chart',
    side: 'left',
    priority: 2,
  },
  { action: 'left', scope: 'chart', keys: ['left'], help: 'cursor on the chart: earlier' },
  { action: 'right', scope: 'chart', keys: ['right'], help: 'cursor on the chart: later' },
  {
    action: 'peak',
    scope: 'chart',
    keys: ['n'],
    help: 'the highest peak, then the next ones',
    label: 'peak',
    side: 'left',
    priority: 2,
  },
  { action: 'previousPeak', scope: 'chart', keys: ['N'], help: 'previous peak' },
  {
    action: 'zoom',
    scope: 'chart',
    keys: ['z'],
    help: 'zoom into the bar',
    label: 'zoom',
    side: 'left',
    priority: 5,
  },
  {
    action: 'earlier',
    scope: 'chart',
    keys: ['{'],
    help: 'previous window, aligned to the clock',
    label: 'earlier',
    side: 'left',
    priority: 6,
  },
  {
    action: 'later',
    scope: 'chart',
    keys: ['}'],
    help: 'next window; the newest is live',
    label: 'later',
    side: 'left',
    priority: 6,
  },
] as const satisfies readonly Binding[];
