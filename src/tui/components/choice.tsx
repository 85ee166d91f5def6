import { Box } from 'ink';
import { useState } from 'react';
import { pad } from '../../text/width.ts';
import { useDialogKeys } from '../keys/use-keys.ts';
import { Dialog, dialogWidth } from './dialog.tsx';
import { Line } from './line.tsx';
import { TextPrompt } from './text-prompt.tsx';

/** A short list to choose from; where `typed` is given, another answer may be typed after `/`. */
export function Choice(props: {
  readonly title: string;
  readonly items: readonly { readonly id: string; readonly label: string }[];
  readonly selectedId: string;
  readonly typed?: { readonly placeholder: string; readonly fault: (text: string) => string | undefined };
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
  const fault = text ? typed?.fault(text) : undefined;
  useDialogKeys(
    (key) => {
      if (key === 'j' || key === 'down' || key === 'tab') setIndex((at) => Math.min(items.length - 1, at + 1));
      else if (key === 'k' || key === 'up' || key === 'shift+tab') setIndex((at) => Math.max(0, at - 1));
      else if (key === 'return') onChoose(items[index]?.id ?? selectedId);
      else if (key === 'escape' || key === 'q') onCancel();
      else if (typed && /^[/0-9]$/.test(key)) setText(key === '/' ? '' : key);
    },
    { isActive: text === null },
  );
  const width = dialogWidth(screenWidth, 40);
  return (
    <Dialog
      title={title}
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={items.length + (typed ? 2 : 0)}
      wantedWidth={40}
    >
      {items.map((item, at) => {
        const isSelected = at === index && text === null;
        const row = pad(`${isSelected ? '❯' : ' '} ${item.label}`, width, 'left');
        return <Line key={item.id} width={width} left={[{ text: row, selected: isSelected }]} />;
      })}
      {typed && <Line width={width} left={[]} />}
      {typed && text === null && (
        <Line
          width={width}
          left={[
            { text: '  or type: ', tone: 'muted' },
            { text: typed.placeholder, tone: 'muted' },
          ]}
        />
      )}
      {typed && text !== null && (
        <Box>
          <Line width={4} left={[{ text: '  / ', tone: 'accent' }]} />
          <TextPrompt
            value={text}
            width={Math.min(10, width - 4)}
            onChange={setText}
            onSubmit={() => text !== '' && !fault && onChoose(text)}
            onCancel={() => setText(null)}
          />
          <Line width={Math.max(0, width - 14)} left={[{ text: fault ? ` ${fault}` : '', tone: 'bad' }]} />
        </Box>
      )}
    </Dialog>
  );
}
