import { setTimeout as delay } from 'node:timers/promises';
import type { Classification, Classify, ProductToClassify } from 'predict-presents';

/** Options for asking a model with the interface of OpenAI's Responses API. */
export interface OpenAiOptions {
  readonly apiKey: string;
  readonly model: string;
  /** Address of the interface; OpenAI's own unless given. */
  readonly baseUrl?: string;
  /** Number of times that a request is sent at most, in all (4 unless given). */
  readonly attempts?: number;
  /** Time for one answer, in milliseconds (30,000 unless given). */
  readonly timeoutMs?: number;
  /** Waits between two attempts; tests do not. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;

const nullable = (type: string) => ({ type: [type, 'null'] });
const properties = {
  itemMainCategory: nullable('string'),
  itemSubCategory: nullable('string'),
  color: nullable('string'),
  brand: nullable('string'),
  vendor: nullable('string'),
  valuePrice: nullable('number'),
  targetDemographic: nullable('string'),
  utilityType: nullable('string'),
  durability: nullable('string'),
  usageType: nullable('string'),
};
const FORMAT = {
  type: 'json_schema',
  name: 'product_attributes',
  strict: true,
  schema: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
};
const INSTRUCTIONS =
  'Classify this product for a recommender of presents. Say null for what the description does not tell.';

/** An answer that says that the request may succeed later. */
class BusyError extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(status: number, retryAfter: string | null) {
    super(`The model answered ${status}.`);
    const seconds = Number(retryAfter ?? Number.NaN);
    this.retryAfterMs = seconds >= 0 ? seconds * 1000 : undefined;
  }
}

/** The part of a response that is looked at. */
interface ModelResponse {
  readonly id: string;
  readonly status: string;
  readonly output: readonly {
    readonly type: string;
    readonly content?: readonly { readonly type: string; readonly text?: string }[];
  }[];
}

/**
 * Asks a language model about a product: a conversation for each (kept as its thread), a response in it (its run), and attributes as
 * JSON of a fixed schema. 429, 5xx and lost connections are tried again, as late as `Retry-After` says.
 */
export function classifyByOpenAi(options: OpenAiOptions): Classify {
  return async (product, { signal }) => {
    const { id: threadId } = await post<{ readonly id: string }>(options, '/v1/conversations', {}, signal);
    let runId: string | null = null;
    try {
      const body = { ...questionAbout(product), model: options.model, conversation: threadId };
      const response = await post<ModelResponse>(options, '/v1/responses', body, signal);
      runId = response.id;
      return { ...attributesIn(response), threadId, runId };
    } catch (error) {
      // Kept with the failure, so that somebody can look there what went wrong.
      throw Object.assign(error instanceof Error ? error : new Error(String(error)), { threadId, runId });
    }
  };
}

function questionAbout({ description }: ProductToClassify): object {
  return { instructions: INSTRUCTIONS, input: description, text: { format: FORMAT } };
}

function attributesIn({ status, output }: ModelResponse): Classification {
  if (status !== 'completed') throw new Error(`The response of the model is ${status}.`);
  const parts = output.flatMap(({ content = [] }) => content);
  const text = parts.find(({ type }) => type === 'output_text')?.text;
  if (text === undefined) throw new Error('The model answered without a text.');
  return JSON.parse(text);
}

async function post<Answer>(options: OpenAiOptions, path: string, body: object, signal: AbortSignal): Promise<Answer> {
  const { attempts = 4, pause = (ms: number) => delay(ms, undefined, { signal }) } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await postOnce<Answer>(options, path, body, signal);
    } catch (error) {
      signal.throwIfAborted();
      // A fault of the connection, or of time, is a TypeError or a DOMException.
      const mayPass = error instanceof BusyError || error instanceof TypeError || error instanceof DOMException;
      if (!mayPass || attempt === attempts) throw error;
      await pause(pauseMs(error, attempt), signal);
    }
  }
}

function pauseMs(error: Error, attempt: number): number {
  const asked = error instanceof BusyError ? error.retryAfterMs : undefined;
  // By chance, so that those who were refused together do not come back together.
  return Math.min(asked ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random()), LONGEST_PAUSE_MS);
}

async function postOnce<Answer>(
  { baseUrl = 'https://api.openai.com', apiKey, timeoutMs = 30_000 }: OpenAiOptions,
  path: string,
  body: object,
  signal: AbortSignal,
): Promise<Answer> {
  const response = await fetch(`${baseUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  if (response.status === 429 || response.status >= 500) {
    // Or its connection could not be used again.
    await response.body?.cancel();
    throw new BusyError(response.status, response.headers.get('retry-after'));
  }
  if (!response.ok) throw new Error(`The model refused the request with ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
