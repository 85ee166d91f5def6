import { Buffer } from 'node:buffer';
import { PresentsError } from '../../model/presents-error.ts';
import { STATUS_CODES } from './node-http.ts';

/**
 * Reason why a request is refused: it has no key, nobody has this key, its user is inactive, or keys cannot be checked at the
 * moment. A caller is never told which of `unknown` and `inactive` it is.
 */
export type RefusalReason = 'missing' | 'unknown' | 'inactive' | 'unavailable';

/**
 * The refusal of a request, as the errors that frameworks answer: its status, its headers, and a message for the caller.
 *
 * @example
 * app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
 *   if (!(error instanceof RequestRefusedError)) return next(error);
 *   response.status(error.statusCode).set(error.headers).json({ error: error.message });
 * });
 */
export class RequestRefusedError extends PresentsError {
  /** Reason of the refusal; not for the caller. */
  readonly reason: RefusalReason;
  /** Status to answer with. */
  readonly statusCode: 401 | 503;
  /** The same as `statusCode`, by the name that Express knows. */
  readonly status: 401 | 503;
  /** Headers to answer with: `WWW-Authenticate`, or `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;
  /** True, as errors whose message is meant for the caller say it. */
  readonly expose = true;

  /** The header is the one that keys are read from, if they are read from one. */
  constructor(reason: RefusalReason, keyHeader: string | undefined, cause?: unknown) {
    const isBearer = keyHeader?.toLowerCase() === 'authorization';
    const isUnavailable = reason === 'unavailable';
    super(messageOf(reason, isBearer ? 'Authorization: Bearer' : keyHeader), {
      code: isUnavailable ? 'unavailable' : 'refused',
      cause,
    });
    this.name = 'RequestRefusedError';
    this.reason = reason;
    this.statusCode = isUnavailable ? 503 : 401;
    this.status = this.statusCode;
    this.headers = isUnavailable ? { 'Retry-After': '1' } : { 'WWW-Authenticate': schemeOf(keyHeader, isBearer) };
  }

  /** The whole answer as text of HTTP/1.1, for the socket of a request that asks for an upgrade; its body as `refuse` names it. */
  toHttp(form: 'message' | 'detail' = 'message'): string {
    const body = JSON.stringify(refusalBody(this, form));
    const headers = {
      ...this.headers,
      Connection: 'close',
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `HTTP/1.1 ${this.statusCode} ${STATUS_CODES[this.statusCode]}\r\n${lines.join('')}\r\n${body}`;
  }
}

/** The body of the answer to a refused request, in one of the forms that `refuse` names. */
export function refusalBody({ statusCode, message }: RequestRefusedError, form: 'message' | 'detail'): object {
  return form === 'detail'
    ? { detail: message }
    : { error: statusCode === 401 ? 'unauthorized' : 'unavailable', message };
}

function schemeOf(keyHeader: string | undefined, isBearer: boolean): string {
  if (keyHeader === undefined) return 'ApiKey';
  return isBearer ? 'Bearer' : `ApiKey header="${keyHeader}"`;
}

function messageOf(reason: RefusalReason, header: string | undefined): string {
  if (reason === 'unavailable') return 'API keys cannot be checked at the moment. Try again.';
  if (reason !== 'missing') return 'The API key is not valid.';
  return header === undefined ? 'An API key is missing.' : `The header ${header} with an API key is missing.`;
}
