import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { RequestLoggerOptions } from '../logging/http-logger-options.ts';
import { type RequestRefusedError, refusalBody } from '../logging/refusal.ts';

/** A form of the answers to refused requests; undefined leaves them to the app. */
export type RefusalForm = RequestLoggerOptions<Context, Context>['refuse'];

/** Answers a refused request in a form, if that gives an answer. Throws an HTTPException for `onError` of the app otherwise. */
export async function answerRefused(
  refusal: RequestRefusedError,
  context: Context,
  { form, report }: { readonly form: RefusalForm; readonly report: (error: unknown) => void },
): Promise<Response> {
  const answer = await answerInForm(refusal, context, form).catch(report);
  if (answer !== undefined) return answer;
  const { statusCode, message, headers } = refusal;
  // For a handler that makes an answer of its own.
  for (const header of Object.entries(headers)) context.header(...header);
  const res = Response.json(refusalBody(refusal, 'message'), { status: statusCode, headers });
  throw new HTTPException(statusCode, { message, res, cause: refusal });
}

async function answerInForm(
  refusal: RequestRefusedError,
  context: Context,
  form: RefusalForm,
): Promise<Response | undefined> {
  if (form === undefined) return undefined;
  if (typeof form === 'string')
    return context.json(refusalBody(refusal, form), refusal.statusCode, { ...refusal.headers });
  const answer: unknown = await form(refusal, context, context);
  return isResponse(answer) ? answer : undefined;
}

// Where a server has put a class of its own in place of `Response`, that of Node is no instance of it.
function isResponse(answer: unknown): answer is Response {
  return Object.prototype.toString.call(answer) === '[object Response]';
}
