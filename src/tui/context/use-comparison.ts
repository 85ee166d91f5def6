import { useEffect } from 'react';
import type { Window } from '../../model/window.ts';
import type { Comparison } from '../../store/store.ts';
import { shortErrorText } from '../../text/error-text.ts';
import type { Message } from './message.ts';
import { useServices } from './services.tsx';

/** Compares what was computed of a window with the log, says how far that is and what it found, and stops when it is no longer wanted. */
export function useComparison(window: Window | null): void {
  const { store, heartbeat, dispatch } = useServices();
  useEffect(() => {
    if (window === null) return;
    const stop = new AbortController();
    const { signal } = stop;
    let percent = 0;
    const onProgress = (share: number): void => {
      const next = Math.floor(share * 100);
      if (next === percent || signal.aborted) return;
      percent = next;
      dispatch({ type: 'comparing', text: `Comparing with the log: ${percent} %` });
    };
    const end = (message: Message): void => {
      if (!signal.aborted) dispatch({ type: 'compared', message });
    };
    store.compare(window, { onProgress, signal }).then(
      (found) => {
        heartbeat.checkNow({ force: true });
        end(messageOf[found]);
      },
      (error) => end({ tone: 'bad', text: shortErrorText(error) }),
    );
    return () => stop.abort();
  }, [window, store, heartbeat, dispatch]);
}

const messageOf: Readonly<Record<Comparison, Message>> = {
  unchanged: { tone: 'good', text: 'Compared with the log: no old call had changed.' },
  changed: { tone: 'warn', text: 'Old calls had changed: read again from the log.' },
  'not needed': { tone: 'good', text: 'Read again from the log.' },
};
