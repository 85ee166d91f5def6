import type { Reader } from '../../filter/civil-time.ts';
import { formatWindow } from '../../text/format.ts';
import type { Choice } from './overlay.ts';
import { typedWindow, windowExamples } from './typed-window.ts';
import type { WindowChoice } from './window-choice.ts';
import { windowLabel } from './windows.ts';

const listedHours = [1, 6, 24, 7 * 24, 30 * 24];

/** The windows that are listed: live ones. */
export const listedWindows: readonly WindowChoice[] = listedHours.map((hours) => ({ hours, endsAt: null }));

/** The question which window to look at: one of the list, or as it is typed. */
export function windowQuestion(current: WindowChoice, reader: Reader, choose: (choice: WindowChoice) => void): Choice {
  const choiceOf = (id: string) =>
    listedHours.includes(Number(id)) ? { hours: Number(id), endsAt: null } : typedWindow(id, reader);
  return {
    title: 'Window',
    items: listedHours.map((hours) => ({ id: String(hours), label: `last ${formatWindow(hours)}` })),
    selectedId: String(current.hours),
    choose: (id) => {
      const choice = choiceOf(id);
      if (!('fault' in choice)) choose(choice);
    },
    typed: {
      examples: windowExamples,
      read: (text) => {
        const choice = typedWindow(text, reader);
        if ('fault' in choice) return choice;
        return { words: windowLabel(choice, { utc: reader.isUtc, now: reader.now }) };
      },
    },
  };
}
