export { type AreaOptions, areaChart, type ChartStyle } from './area-chart.ts';
export { type AxisLabel, axisLabels, niceMax } from './axis.ts';
export { bar } from './bar.ts';
export { type Run, stackedChart } from './stacked-chart.ts';
export { type TimeTick, timeAxis, timeTicks } from './time-axis.ts';
