import type { Context, Next } from 'hono';
import type { Arrival } from '../logging/arrival.ts';
import { type BrokenEnd, brokenByServer, CLIENT_LEFT } from '../logging/ending.ts';
import { RequestRefusedError } from '../logging/refusal.ts';
import type { RequestRecorder } from '../logging/request-recorder.ts';
import { routeOfUrl } from '../logging/route-of.ts';
import { ToldCall } from '../logging/told-call.ts';
import { watchStream } from '../logging/web-tapping.ts';
import { descriptionOf } from './hono-description.ts';

/** A request of Hono as it arrives where there are no objects of Node, as from `app.request()`. */
export class HonoArrival implements Arrival<Context> {
  readonly request: Context;

  constructor(context: Context) {
    this.request = context;
  }

  get method(): string {
    return this.request.req.method;
  }

  get url(): string {
    return this.request.req.url;
  }

  get remoteAddress(): string | undefined {
    // That of a WebSocket comes with the request of Node, but without a response.
    return this.request.env?.incoming?.socket?.remoteAddress;
  }

  header(name: string): string | undefined {
    return this.request.req.header(name);
  }

  route(): string {
    return routeOfUrl(this.url);
  }

  whenGone(callBack: () => void): void {
    const { signal } = this.request.req.raw;
    if (signal.aborted) callBack();
    else signal.addEventListener('abort', callBack, { once: true });
  }
}

/** Has a request answered whose bodies are watched; returns why it is refused. Its call is kept on the context by a symbol. */
export async function answerOnWeb(
  recorder: RequestRecorder<Context>,
  told: symbol,
  context: Context,
  next: Next,
): Promise<RequestRefusedError | undefined> {
  const isKnown = Reflect.get(context, told) instanceof ToldCall;
  const call = isKnown ? null : await recorder.open(new HonoArrival(context));
  if (call instanceof RequestRefusedError) return call;
  if (call === null) {
    await next();
    return undefined;
  }
  Object.assign(context, { [told]: call });
  context.set('user', call.record.user);
  await tellCall(call, context, next);
  return undefined;
}

/** Has a request answered, and tells its call what goes by of both bodies, and how it ends. */
async function tellCall(call: ToldCall<Context>, context: Context, next: Next): Promise<void> {
  const { signal } = context.req.raw;
  const end = (broken?: BrokenEnd) => {
    signal.removeEventListener('abort', leave);
    call.ended(broken);
  };
  const leave = () => end(CLIENT_LEFT);
  // Its client may not wait for the answer, which is what tells for certain.
  call.record.describe(descriptionOf(context));
  signal.addEventListener('abort', leave);
  if (signal.aborted) leave();
  tapRequest(call, context);
  try {
    await next();
  } catch (error) {
    call.record.describe({ error });
    end(brokenByServer(error));
    throw error;
  }
  call.record.describe(descriptionOf(context));
  tapResponse(call, context, end);
}

function tapRequest(call: ToldCall<Context>, context: Context): void {
  const { raw } = context.req;
  if (raw.body === null || raw.bodyUsed || raw.body.locked) return;
  const body = watchStream(raw.body, {
    readsAhead: false,
    chunk: (chunk) => call.record.requestBody.add(chunk),
    end: () => call.requestEnded(),
  });
  // A body that is a stream has to say how it is sent.
  context.req.raw = new Request(raw, { body, duplex: 'half' });
}

function tapResponse(call: ToldCall<Context>, context: Context, end: (broken?: BrokenEnd) => void): void {
  const { res, req } = context;
  call.answered({
    statusCode: statusOf(context),
    type: res.headers.get('content-type') ?? '',
    encoding: res.headers.get('content-encoding') ?? '',
  });
  // Of an answer to HEAD, Hono drops the body unread.
  if (res.body === null || res.body.locked || req.method === 'HEAD') {
    end();
    return;
  }
  const body = watchStream(res.body, {
    readsAhead: true,
    chunk: (chunk) => call.record.responseBody.add(chunk),
    end,
    fail: (error) => end(brokenByServer(error)),
    cancel: () => end(CLIENT_LEFT),
  });
  context.res = new Response(body, res);
}

// What opens a WebSocket is an empty answer, which the server makes an upgrade of.
function statusOf({ res, req, env }: Context): number {
  const isUpgrade = env?.incoming !== undefined && req.header('upgrade')?.toLowerCase() === 'websocket';
  return isUpgrade && res.status === 200 && res.body === null ? 101 : res.status;
}
