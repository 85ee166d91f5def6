/** Statistics as JSON has them: `approximate` stands only if the percentiles are within 1 % instead of exact. */
export function forJson(stats: { readonly isApproximate?: true }): object {
  const { isApproximate, ...exact } = stats;
  return isApproximate ? { ...exact, approximate: true } : exact;
}
