/** Watch over a body that is a stream of the web: it is told what goes by. */
export interface StreamWatch {
  /** True if two chunks are read before its reader asks for them, so that the end of a short body is seen even if nobody reads it. */
  readonly readsAhead: boolean;
  readonly chunk: (chunk: unknown) => void;
  /** Told when all of it has come. */
  readonly end: () => void;
  /** Told when its source broke off. */
  readonly fail?: (error: unknown) => void;
  /** Told when its reader wants no more of it. */
  readonly cancel?: () => void;
}

type Bytes = Uint8Array<ArrayBuffer>;
type ReadResult = Awaited<ReturnType<ReadableStreamDefaultReader<Bytes>['read']>>;

/** The same stream, which is watched as it is read. */
export function watchStream(source: ReadableStream, watch: StreamWatch): ReadableStream {
  const isOfBytes = isByteStream(source);
  const reader: ReadableStreamDefaultReader<Bytes> = source.getReader();
  let ahead: Promise<ReadResult> | undefined;
  const pull = async (controller: ReadableByteStreamController | ReadableStreamDefaultController<Bytes>) => {
    const { done, value } = await (ahead ?? readWatched(reader, watch));
    if (done) {
      controller.close();
      // A reader with memory of its own waits for it until it is told that nothing went in.
      if ('byobRequest' in controller) controller.byobRequest?.respond(0);
      return;
    }
    controller.enqueue(value);
    if (!watch.readsAhead) return;
    ahead = readWatched(reader, watch);
    // It is told to the reader when that gets there.
    ahead.catch(() => undefined);
  };
  const cancel = (reason: unknown): Promise<void> => {
    watch.cancel?.();
    return reader.cancel(reason);
  };
  const strategy = { highWaterMark: watch.readsAhead ? 1 : 0 };
  return isOfBytes
    ? new ReadableStream({ type: 'bytes', pull, cancel }, strategy)
    : new ReadableStream({ pull, cancel }, strategy);
}

async function readWatched(reader: ReadableStreamDefaultReader<Bytes>, watch: StreamWatch): Promise<ReadResult> {
  try {
    const result = await reader.read();
    if (result.done) watch.end();
    else watch.chunk(result.value);
    return result;
  } catch (error) {
    watch.fail?.(error);
    throw error;
  }
}

function isByteStream(stream: ReadableStream): boolean {
  try {
    stream.getReader({ mode: 'byob' }).releaseLock();
    return true;
  } catch {
    return false;
  }
}
