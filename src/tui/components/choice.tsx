import { Box } from 'ink';
import { useState } from 'react';
import { pad } from '../../text/width.ts';
import { useDialogKeys } from '../keys/use-keys.ts';
import type { Segment } from '../theme/segments.ts';
import { Dialog, dialogWidth } from './dialog.tsx';
import { type Hint, hintSegments } from './hints.ts';
import { Line } from './line.tsx';
import { TextPrompt } from './text-prompt.tsx';

const listWidth = 40;
const typedWidth = 68;
const frameHeight = 2;
/** Lines below the list where an answer may be typed: a blank one, the answer, and keys or what it means. */
const typedLines = 3;
/** Keys that begin an answer: a number, `now`, `today`, `yesterday`. */
const begins = /^[0-9nty]$/;

/** A short list to choose from; where `typed` is given, another answer may be typed. */
export function Choice(props: {
  readonly title: string;
  readonly items: readonly { readonly id: string; readonly label: string }[];
  readonly selectedId: string;
  readonly typed?: {
    readonly examples: string;
    readonly read: (text: string) => { readonly fault: string } | { readonly words: string };
  };
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly onChoose: (id: string) => void;
  readonly onCancel: () => void;
}) {
  const { title, items, selectedId, typed, screenWidth, screenHeight, onChoose, onCancel } = props;
  const [index, setIndex] = useState(() =>
    Math.max(
      0,
      items.findIndex((item) => item.id === selectedId),
    ),
  );
  const [text, setText] = useState<string | null>(null);
  const [isRefused, setRefused] = useState(false);
  const answer = text ? typed?.read(text) : undefined;
  useDialogKeys(
    (key) => {
      if (key === 'j' || key === 'down' || key === 'tab') setIndex((at) => Math.min(items.length - 1, at + 1));
      else if (key === 'k' || key === 'up' || key === 'shift+tab') setIndex((at) => Math.max(0, at - 1));
      else if (key === 'return') onChoose(items[index]?.id ?? selectedId);
      else if (key === 'escape' || key === 'q') onCancel();
      else if (typed && (key === '/' || begins.test(key))) setText(key === '/' ? '' : key);
    },
    { isActive: text === null },
  );
  const wantedWidth = typed ? typedWidth : listWidth;
  const width = dialogWidth(screenWidth, wantedWidth);
  const rowCount = Math.max(1, Math.min(items.length, screenHeight - frameHeight - (typed ? typedLines : 1)));
  const top = Math.max(0, Math.min(index - Math.floor(rowCount / 2), items.length - rowCount));
  const hidden = items.length - rowCount;
  const keys: readonly Hint[] = [['⏎', 'choose'], ['Esc', 'cancel'], ...(typed ? [['/', 'type'] as const] : [])];
  return (
    <Dialog
      title={title}
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={rowCount + (typed ? typedLines : 1)}
      wantedWidth={wantedWidth}
    >
      {items.slice(top, top + rowCount).map((item) => {
        const isSelected = item === items[index] && text === null;
        const row = pad(`${isSelected ? '❯' : ' '} ${item.label}`, width, 'left');
        return (
          <Line
            key={item.id}
            width={width}
            left={[{ text: row, selected: isSelected, onClick: () => onChoose(item.id) }]}
          />
        );
      })}
      {typed && <Line width={width} left={[]} />}
      {typed && text === null && (
        <Line width={width} left={[{ text: `  or type: ${typed.examples}`, tone: 'muted' }]} />
      )}
      {typed && text !== null && (
        <Box>
          <Line width={4} left={[{ text: '  / ', tone: 'accent' }]} />
          <TextPrompt
            value={text}
            width={width - 4}
            onChange={(next) => {
              setText(next);
              setRefused(false);
            }}
            onSubmit={() => {
              if (answer && 'words' in answer) onChoose(text);
              else setRefused(true);
            }}
            onCancel={() => setText(null)}
          />
        </Box>
      )}
      {typed && text !== null ? (
        <Line width={width} left={[feedback(typed.examples, answer, isRefused)]} />
      ) : (
        <Line
          width={width}
          left={hintSegments(keys, width)}
          right={hidden > 0 ? [{ text: `${index + 1} / ${items.length}`, tone: 'muted' }] : []}
        />
      )}
    </Dialog>
  );
}

// A fault is told in passing while somebody types, and loudly when they want to go there.
function feedback(
  examples: string,
  answer: { readonly fault: string } | { readonly words: string } | undefined,
  isRefused: boolean,
): Segment {
  if (answer === undefined) return { text: `    ${examples}`, tone: isRefused ? 'bad' : 'muted' };
  if ('words' in answer) return { text: `    ${answer.words}`, tone: 'good' };
  return { text: `    ${answer.fault}`, tone: isRefused ? 'bad' : 'muted' };
}
