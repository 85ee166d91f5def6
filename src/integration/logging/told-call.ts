import type { CallEnd, CallRecord } from './call-record.ts';
import type { CallUnderWay } from './call-under-way.ts';
import { type BrokenEnd, CLIENT_LEFT } from './ending.ts';

/** Facts about an answer whose status is known. */
export interface Answer {
  readonly statusCode: number;
  /** Its content type; empty if it has none. */
  readonly type: string;
  /** The encoding that it is compressed with; empty for none. */
  readonly encoding: string;
}

/**
 * A call on a server that has no objects of Node: its framework shows the bodies to `record.requestBody` and
 * `record.responseBody`, tells what it answers, and says when that has gone. Until then it is under way.
 */
export class ToldCall<Request> implements CallUnderWay<Request> {
  readonly record: CallRecord<Request>;
  readonly #ended: (call: ToldCall<Request>, isFinished: boolean, cut?: BrokenEnd) => void;
  #answer: Answer | undefined;
  #isRequestWhole = false;

  constructor(
    record: CallRecord<Request>,
    ended: (call: ToldCall<Request>, isFinished: boolean, cut?: BrokenEnd) => void,
  ) {
    this.record = record;
    this.#ended = ended;
  }

  /** Says that all of the request has come. */
  requestEnded(): void {
    this.#isRequestWhole = true;
  }

  /** Says what is answered, when its status is decided. */
  answered(answer: Answer): void {
    this.#answer = answer;
  }

  /** Says that all of the response has gone, or how it was broken off; what is said after that changes nothing. */
  ended(broken?: BrokenEnd): void {
    this.#ended(this, broken === undefined, broken);
  }

  endOf(isFinished: boolean, cut?: BrokenEnd): CallEnd {
    const { statusCode = 200, type = '', encoding = '' } = this.#answer ?? {};
    const isAnswered = this.#answer !== undefined;
    const broken = isFinished && isAnswered ? undefined : (cut ?? CLIENT_LEFT);
    return {
      statusCode,
      isStatusSent: isAnswered,
      responseType: type,
      responseEncoding: encoding,
      broken,
      isRequestWhole: this.#isRequestWhole,
    };
  }
}
