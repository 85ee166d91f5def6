import { Box, usePaste } from 'ink';
import TextInput from 'ink-text-input';
import { cellWidth } from '../../text/width.ts';
import { useDialogKeys } from '../use-keys.ts';

const controls = /[\u0000-\u001f\u007f-\u009f]/g;

/** One line that is typed into. What does not fit scrolls to the left; control characters are not taken. */
export function TextPrompt(props: {
  readonly value: string;
  readonly width: number;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
}) {
  const { value, width, onChange, onSubmit, onCancel, placeholder = '' } = props;
  const change = (next: string): void => onChange(next.replace(controls, '').slice(0, 200));
  usePaste((text) => change(value + text));
  useDialogKeys((key) => {
    if (key === 'escape') onCancel();
    if (key === 'ctrl+u') change('');
  });
  const contentWidth = Math.max(cellWidth(value), cellWidth(placeholder)) + 1;
  return (
    <Box width={width} height={1} overflow="hidden" justifyContent={contentWidth > width ? 'flex-end' : 'flex-start'}>
      <Box flexShrink={0} width={contentWidth}>
        <TextInput value={value} placeholder={placeholder} onChange={change} onSubmit={onSubmit} />
      </Box>
    </Box>
  );
}
