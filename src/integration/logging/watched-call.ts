import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallEnd, CallRecord, ParsedBody } from './call-record.ts';
import type { CallUnderWay } from './call-under-way.ts';
import { type BrokenEnd, brokenEnd, endedShort } from './ending.ts';
import { headerOf, isEnded, statusSentPast, tapRequest, tapResponse } from './tapping.ts';
import { watchBreak } from './watch-break.ts';

/** A request as a body parser leaves it. */
type ParsedRequest = IncomingMessage & { readonly body?: unknown };

/** A call on objects of `node:http` or `node:http2`. What goes by is looked at, never held or changed. */
export class WatchedCall<Request> implements CallUnderWay<Request> {
  readonly record: CallRecord<Request>;
  readonly #request: ParsedRequest;
  readonly #response: ServerResponse;
  /** Kept, since whoever ends a request may take it away. */
  readonly #socket: unknown;
  #isUpgraded = false;

  constructor(record: CallRecord<Request>, request: IncomingMessage, response: ServerResponse) {
    this.record = record;
    this.#request = request;
    this.#response = response;
    this.#socket = request.socket;
    tapRequest(request, record.requestBody);
    tapResponse(response, record.responseBody);
    watchBreak(request, response);
  }

  /** Says that its connection goes on with another protocol, past the response. */
  upgraded(): void {
    this.#isUpgraded = true;
  }

  endOf(isFinished: boolean, cut?: BrokenEnd): CallEnd {
    const response = this.#response;
    const sentPast = this.#isUpgraded ? 101 : statusSentPast(response);
    const isSent = isFinished && isEnded(response);
    const isRequestWhole = this.#isRequestWhole();
    return {
      statusCode: sentPast ?? response.statusCode,
      isStatusSent: sentPast !== undefined || response.headersSent,
      responseType: headerOf(response, 'content-type'),
      responseEncoding: headerOf(response, 'content-encoding'),
      broken: sentPast === undefined ? this.#broken(isSent, isRequestWhole, cut) : undefined,
      isRequestWhole,
      parsed: this.#parsed(),
    };
  }

  #broken(isSent: boolean, isRequestWhole: boolean, cut: BrokenEnd | undefined): BrokenEnd | undefined {
    return isSent ? this.#endedShort() : (cut ?? brokenEnd(this.#response, this.#socket, isRequestWhole));
  }

  #endedShort(): BrokenEnd | undefined {
    if (this.record.isWithoutBody(this.#response.statusCode)) return undefined;
    const promised = Number(headerOf(this.#response, 'content-length'));
    const sent = this.record.responseBody.totalBytes;
    return sent < promised ? endedShort(sent, promised) : undefined;
  }

  // One that is only imitated does not tell by itself, and of one that was answered early the end may be seen later.
  #isRequestWhole(): boolean {
    const { complete, readableEnded, headers } = this.#request;
    return complete || readableEnded || Number(headers['content-length']) === this.record.requestBody.totalBytes;
  }

  #parsed(): ParsedBody | undefined {
    const { body, headers } = this.#request;
    if (body === undefined) return undefined;
    const isUnmeasured = headers['transfer-encoding'] !== undefined;
    return { value: body, bytes: isUnmeasured ? undefined : Number(headers['content-length'] ?? 0) };
  }
}
