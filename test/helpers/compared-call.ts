import type { ComparedCall } from '../../src/model/why.ts';

/** Parts of a call for Why; the request is a value, or the stored text itself. */
export interface ComparedParts extends Partial<Omit<ComparedCall, 'requestPayload' | 'requestBytes'>> {
  readonly request?: unknown;
  readonly requestText?: string;
}

/** The start of the calls that tests compare. */
export const COMPARED_AT = Date.parse('2026-11-24T12:00:00Z');

/** A call of `anna` on `/api/predict` without a request. */
export function comparedCall({ request, requestText, ...parts }: ComparedParts = {}): ComparedCall {
  const requestPayload = requestText ?? (request === undefined ? null : JSON.stringify(request));
  return {
    at: COMPARED_AT,
    username: 'anna',
    route: '/api/predict',
    statusCode: 200,
    ms: 20,
    message: null,
    requestPayload,
    requestBytes: requestPayload === null ? null : Buffer.byteLength(requestPayload),
    ...parts,
  };
}

/** So many calls, made one by one. */
export function comparedCalls(
  count: number,
  make: (index: number) => ComparedParts = () => ({}),
): readonly ComparedCall[] {
  return Array.from({ length: count }, (_, index) => comparedCall(make(index)));
}
