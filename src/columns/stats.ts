export {
  ageColumns,
  categoryColumns,
  latencyColumns,
  noCategories,
  routeCountColumns,
  statusColumns,
  userCountColumns,
} from './distributions.ts';
export { cacheSummary, type SummaryLine, systemSummary, userSummary } from './summaries.ts';
export { endpointColumns, topRouteColumns, topRouteColumnsIn, topUserColumns } from './top-lists.ts';
