import type { Window } from '../model.ts';
import type { Comparison } from '../store/store.ts';
import { shortErrorText } from '../text/error-text.ts';
import type { Message } from './navigation.ts';
import type { Services } from './services.tsx';

/** Compares what was computed of a window with the log at once, says how far that is, and reads everything on the screen anew. */
export function compareAndRefresh({ store, heartbeat, dispatch }: Services, window: Window | undefined): void {
  heartbeat.checkNow({ force: true });
  const say = (message: Message): void => dispatch({ type: 'say', message });
  if (window === undefined) {
    say({ tone: 'good', text: 'Read again.' });
    return;
  }
  let shown = 0;
  const onProgress = (share: number): void => {
    const percent = Math.floor(share * 100);
    if (percent === shown) return;
    shown = percent;
    say({ tone: 'busy', text: `Comparing with the log: ${percent} %` });
  };
  store.compare(window, { onProgress }).then(
    (found) => {
      heartbeat.checkNow({ force: true });
      say(messageOf[found]);
    },
    (error) => say({ tone: 'bad', text: shortErrorText(error) }),
  );
}

const messageOf: Readonly<Record<Comparison, Message>> = {
  unchanged: { tone: 'good', text: 'Compared with the log: no old call had changed.' },
  changed: { tone: 'warn', text: 'Old calls had changed: read again from the log.' },
  'not needed': { tone: 'good', text: 'Read again from the log.' },
};
