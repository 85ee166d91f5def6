import { Box } from 'ink';
import { useState } from 'react';
import { printable } from '../../text/printable.ts';
import { cellWidth, pad } from '../../text/width.ts';
import { wrapWhole } from '../../text/wrap.ts';
import { useDialogKeys } from '../keys/use-keys.ts';
import type { Segment } from '../theme/segments.ts';
import { Line, Lines } from './line.tsx';
import { TextPrompt } from './text-prompt.tsx';

/** A text that a prompt offers, and a word about it. */
export interface Offer {
  readonly text: string;
  readonly note?: string;
}

/** Completion of a typed text: as far as it is certain, and every text that it may become. */
interface Completion {
  readonly text: string;
  readonly candidates: readonly string[];
}

interface PathPromptProps {
  readonly label: string;
  readonly width: number;
  /** Rows for the prompt, what is wrong and what is offered. */
  readonly height: number;
  readonly initial?: string;
  /** Texts that are offered before anything is completed, such as those used lately. */
  readonly offers?: readonly Offer[];
  readonly complete: (text: string) => Promise<Completion>;
  /** A sentence of what is wrong, shown whole; empty for none. */
  readonly fault: string;
  readonly onEdit?: () => void;
  readonly onSubmit: (text: string) => void;
  readonly onCancel: () => void;
}

interface Typed {
  readonly text: string;
  readonly cursor: number;
  /** Completions that Tab goes through; null for none. */
  readonly completions: readonly Offer[] | null;
  /** Index of the offer that is chosen; -1 for the typed text. */
  readonly at: number;
}

/**
 * A prompt for a path or the name of a database: Tab completes as far as it is certain, then goes through what is left; arrows choose. Names are
 * drawn printable and used as they are.
 */
export function PathPrompt(props: PathPromptProps) {
  const { label, width, height, initial = '', offers = [], complete, fault, onEdit, onSubmit, onCancel } = props;
  const [typed, setTyped] = useState<Typed>({ text: initial, cursor: initial.length, completions: null, at: -1 });
  const shown = typed.completions ?? offers.filter(({ text }) => text.includes(typed.text));
  const choose = (at: number): void => {
    const offer = typed.completions?.[at];
    setTyped(offer === undefined ? { ...typed, at } : { ...typed, at, text: offer.text, cursor: offer.text.length });
  };
  const step = (by: 1 | -1): void => {
    const count = shown.length;
    if (count > 0) choose(typed.at < 0 ? (by > 0 ? 0 : count - 1) : (typed.at + by + count) % count);
  };
  const askForCompletion = (): void => {
    const { text } = typed;
    void complete(text).then((found) => {
      // What was typed meanwhile stands.
      setTyped((now) => (now.text === text ? completed(now, found) : now));
    });
  };
  useDialogKeys((key) => {
    if (key === 'down') step(1);
    else if (key === 'up') step(-1);
    else if (key === 'shift+tab') step(-1);
    else if (key === 'tab' && typed.completions !== null && typed.completions.length > 1) step(1);
    else if (key === 'tab') askForCompletion();
  });
  const faultLines = fault === '' ? [] : wrapWhole(printable(fault), width);
  const room = Math.max(0, height - 1 - faultLines.length);
  const labelWidth = cellWidth(label);
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Box>
        <Line width={labelWidth} left={[{ text: label, tone: 'muted' }]} />
        <TextPrompt
          value={typed.text}
          width={width - labelWidth}
          onChange={() => undefined}
          kept={{
            cursor: typed.cursor,
            onEdit: ({ text, cursor }) => {
              setTyped({
                text,
                cursor,
                ...(text === typed.text
                  ? { completions: typed.completions, at: typed.at }
                  : { completions: null, at: -1 }),
              });
              if (text !== typed.text) onEdit?.();
            },
          }}
          onSubmit={() => onSubmit(typed.completions === null ? (shown[typed.at]?.text ?? typed.text) : typed.text)}
          onCancel={onCancel}
        />
      </Box>
      <Lines
        width={width}
        lines={[
          ...faultLines.map((text): readonly Segment[] => [{ text, tone: 'bad' }]),
          ...offerLines(shown, typed, { width, height: room }),
        ]}
      />
    </Box>
  );
}

function completed(now: Typed, { text, candidates }: Completion): Typed {
  if (candidates.length === 0) return { ...now, completions: [], at: -1 };
  const completions = candidates.length > 1 ? candidates.map((candidate) => ({ text: candidate })) : null;
  return { text, cursor: text.length, completions, at: -1 };
}

/** The offers around the chosen one, as many as there are rows for. */
function offerLines(
  offers: readonly Offer[],
  { completions, at }: Typed,
  { width, height }: { readonly width: number; readonly height: number },
): readonly (readonly Segment[])[] {
  if (height === 0 || (offers.length === 0 && completions === null)) return [];
  if (offers.length === 0) return [[{ text: '  nothing begins like that', tone: 'muted' }]];
  const hidden = offers.length > height;
  const rows = hidden ? height - 1 : height;
  const top = Math.max(0, Math.min(at - Math.floor(rows / 2), offers.length - rows));
  const lines = offers.slice(top, top + rows).map(({ text, note = '' }, index): readonly Segment[] => {
    const isChosen = top + index === at;
    // Of a completion its last part says all; the rest stands in the prompt.
    const name = completions === null ? text : text.slice(text.replace(/\/$/, '').lastIndexOf('/') + 1);
    const label = `${isChosen ? '❯' : ' '} ${printable(name)}${note === '' ? '' : `  ${printable(note)}`}`;
    return [
      { text: isChosen ? pad(label, width, 'left') : label, selected: isChosen, tone: isChosen ? 'plain' : 'muted' },
    ];
  });
  return hidden ? [...lines, [{ text: `  ${offers.length - rows} more`, tone: 'muted' }]] : lines;
}
