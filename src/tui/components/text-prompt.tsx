import { Box, usePaste } from 'ink';
import TextInput from 'ink-text-input';
import { useState } from 'react';
import { printable } from '../../text/printable.ts';
import { cellWidth } from '../../text/width.ts';
import { usePromptKeys } from '../use-keys.ts';

const controls = /[\u0000-\u001f\u007f-\u009f]/g;

interface PromptProps {
  readonly value: string;
  readonly width: number;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
}

/** One line that is typed into. What does not fit scrolls to the left; control characters are not taken. */
export function TextPrompt(props: PromptProps) {
  const { value, onChange } = props;
  const [restarts, setRestarts] = useState(0);
  // ink-text-input leaves its cursor where it was when the text changes from outside, and begins at the end when it is new.
  const replace = (next: string): void => {
    onChange(next.replace(controls, '').slice(0, 200));
    setRestarts((count) => count + 1);
  };
  usePaste((text) => replace(value + text));
  return <PromptLine key={restarts} {...props} replace={replace} />;
}

function PromptLine(props: PromptProps & { readonly replace: (value: string) => void }) {
  const { value, width, onChange, onSubmit, onCancel, replace, placeholder = '' } = props;
  usePromptKeys((key) => {
    if (key === 'escape') onCancel();
    else if (key === 'ctrl+u') replace('');
    // ink-text-input, which hears each key first, takes Ctrl and a letter for the letter.
    else if (key.startsWith('ctrl+')) replace(value);
  });
  // A filter may come from the data, and what is pasted may hold anything.
  const shown = printable(value);
  const contentWidth = Math.max(cellWidth(shown), cellWidth(placeholder)) + 1;
  return (
    <Box width={width} height={1} overflow="hidden" justifyContent={contentWidth > width ? 'flex-end' : 'flex-start'}>
      <Box flexShrink={0} width={contentWidth}>
        <TextInput
          value={shown}
          placeholder={placeholder}
          onChange={(next) => onChange(next.replace(controls, '').slice(0, 200))}
          onSubmit={onSubmit}
        />
      </Box>
    </Box>
  );
}
