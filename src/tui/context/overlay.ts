import type { PaintedFrame } from '../../export/frame.ts';
import type { RowSource } from '../../export/row-source.ts';
import type { ErrorGroup } from '../../model/error-group.ts';
import type { IssuedKey } from '../../model/user.ts';

/** A question before something is done. `expected` is what must be typed, `y` where one key is enough. */
export interface Confirmation {
  readonly title: string;
  readonly lines: readonly string[];
  /** Names of many records that it is about, of which as many are shown as there is room for. */
  readonly names?: readonly string[];
  readonly expected: string;
  readonly isDangerous: boolean;
  readonly confirm: () => void;
}

/** Work that takes a while: it is shown while it goes on, and can be stopped. */
export interface Task {
  readonly title: string;
  /** Result of stopping it, a part of a sentence: `what is done stays done`. */
  readonly whenStopped: string;
  /** Does it, and answers lines that a person has to read, if there are some. Never rejects. */
  run(watch: TaskWatch): Promise<readonly string[] | undefined>;
}

/** Receiver of the progress of a task, and the signal that stops it. */
export interface TaskWatch {
  readonly onProgress: (words: string, done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** The prompt for an answer that is not listed: examples, and what is wrong with an answer or what it stands for. */
export interface TypedChoice {
  readonly examples: string;
  readonly read: (text: string) => { readonly fault: string } | { readonly words: string };
}

/** A choice from a short list. */
export interface Choice {
  readonly title: string;
  readonly items: readonly { readonly id: string; readonly label: string }[];
  readonly selectedId: string;
  readonly choose: (id: string) => void;
  readonly typed?: TypedChoice;
}

/** Overlay that covers the screen and takes all keys. */
export type Overlay =
  | { readonly kind: 'help' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'views' }
  | { readonly kind: 'openDatabase' }
  | { readonly kind: 'createUser' }
  | { readonly kind: 'note'; readonly group: ErrorGroup }
  | { readonly kind: 'confirm'; readonly confirmation: Confirmation }
  | { readonly kind: 'choice'; readonly choice: Choice }
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'export'; readonly sources: readonly RowSource[]; readonly frame: PaintedFrame }
  | { readonly kind: 'secret'; readonly issued: IssuedKey; readonly isAskedToLeave: boolean }
  /** A command line of the program, to be changed before it runs, or run at once. */
  | { readonly kind: 'command'; readonly line: string; readonly isRun: boolean }
  | { readonly kind: 'cleanup'; readonly of: 'cache' | 'calls' };

/** The overlay that is shown, and the new keys that came while another one stood in its box. */
export interface Overlays {
  readonly overlay: Overlay | null;
  readonly waitingSecrets: readonly Overlay[];
}

/** The overlays after another one is wanted. A new key exists nowhere else: an answer that comes late neither closes its box nor takes its place. */
export function withOverlay({ overlay, waitingSecrets }: Overlays, wanted: Overlay | null): Overlays {
  if (overlay?.kind !== 'secret') return { overlay: wanted, waitingSecrets };
  return { overlay, waitingSecrets: wanted?.kind === 'secret' ? [...waitingSecrets, wanted] : waitingSecrets };
}

/** The overlays after a new key was saved: the next one that waits, or none. */
export function withoutSecret({ waitingSecrets }: Overlays): Overlays {
  const [next, ...others] = waitingSecrets;
  return { overlay: next ?? null, waitingSecrets: others };
}

/** The overlays after somebody wants to leave while a new key is shown. */
export function askedToLeave(overlays: Overlays): Overlays {
  const { overlay } = overlays;
  return overlay?.kind === 'secret' ? { ...overlays, overlay: { ...overlay, isAskedToLeave: true } } : overlays;
}
