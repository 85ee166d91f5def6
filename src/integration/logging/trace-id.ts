const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(-.*)?$/;

/** The id of the trace in a header `traceparent`, as W3C Trace Context defines it; undefined if it is not valid. */
export function traceIdIn(traceparent: string | undefined): string | undefined {
  const [, version, traceId, rest] = TRACEPARENT.exec(traceparent?.trim() ?? '') ?? [];
  // Only later versions may add to it.
  return version === '00' && rest !== undefined ? undefined : traceId;
}
