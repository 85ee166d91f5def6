import { Box, Text } from 'ink';
import TextInput from 'ink-text-input';
import { useState } from 'react';
import {
  charactersOf,
  type EditedLine,
  editedLine,
  firstLineOf,
  insertText,
  LONGEST_LINE,
  type Motion,
  moveInLine,
} from '../../text/edited-line.ts';
import { printable } from '../../text/printable.ts';
import { cellWidth, truncate } from '../../text/width.ts';
import { usePromptInput } from '../keys/use-keys.ts';
import { promptMark } from '../theme/spoken-marks.ts';
import { useTheme } from '../theme/use-theme.ts';

interface PromptProps {
  readonly value: string;
  readonly width: number;
  readonly placeholder?: string;
  /** Name of the line where it is read out; what stands before it unless given. */
  readonly name?: string;
  readonly onChange: (value: string) => void;
  /** The cursor if it is kept elsewhere; every edit is told with it, in place of `onChange`. */
  readonly kept?: { readonly cursor: number; readonly onEdit: (line: EditedLine) => void };
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
}

const motions: Readonly<Record<string, Motion>> = {
  left: 'left',
  right: 'right',
  home: 'start',
  end: 'end',
  backspace: 'deleteBefore',
  delete: 'deleteAfter',
  'ctrl+left': 'wordLeft',
  'ctrl+right': 'wordRight',
  'alt+backspace': 'deleteWordBefore',
  'ctrl+a': 'start',
  'ctrl+b': 'left',
  'ctrl+d': 'deleteAfter',
  'ctrl+e': 'end',
  'ctrl+f': 'right',
  'ctrl+k': 'deleteToEnd',
  'ctrl+u': 'deleteToStart',
  'ctrl+w': 'deleteWordBefore',
};

/**
 * One line that is typed into. The text is edited as it is; what cannot be seen is drawn as marks. What does not fit scrolls,
 * and the first line end ends what is pasted.
 */
export function TextPrompt(props: PromptProps) {
  const { value, width, onChange, onSubmit, onCancel, placeholder = '', kept } = props;
  const [ownCursor, setOwnCursor] = useState(value.length);
  const { isSpoken } = useTheme();
  const line = editedLine(value, Math.min(kept?.cursor ?? ownCursor, value.length));
  const edit = (next: EditedLine): void => {
    if (kept) {
      kept.onEdit(next);
      return;
    }
    setOwnCursor(next.cursor);
    if (next.text !== value) onChange(next.text);
  };
  usePromptInput({
    onKey: (key) => {
      const motion = motions[key];
      if (motion) edit(moveInLine(line, motion));
      else if (key === 'return') onSubmit();
      else if (key === 'escape') onCancel();
    },
    onText: (text) => edit(insertText(line, text)),
    onPaste: (pasted) => {
      const { line: first, hasMore } = firstLineOf(pasted);
      const next = insertText(line, first);
      edit(next);
      if (next.text.length < value.length + first.length)
        return `Only the first ${LONGEST_LINE} characters were taken.`;
      return hasMore ? 'Only the first line of the pasted text was taken.' : undefined;
    },
  });
  if (isSpoken) return <Text>{promptMark(props.name ?? '', printable(value))}</Text>;
  return (
    <Box width={width} height={1} overflow="hidden">
      <TextInput value={paintedLine(line, placeholder, width)} focus={false} onChange={onChange} />
    </Box>
  );
}

/** The part of a line around its cursor that `width` cells show, the character at the cursor inverted. */
function paintedLine(line: EditedLine, placeholder: string, width: number): string {
  if (line.text === '') return inverted(placeholder.slice(0, 1) || ' ') + truncate(placeholder.slice(1), width - 1);
  const before = charactersOf(line.text.slice(0, line.cursor)).map((character) => cellOf(character, width));
  const [under = ' ', ...after] = charactersOf(line.text.slice(line.cursor)).map((character) =>
    cellOf(character, width),
  );
  // What follows the cursor is in sight for a quarter of the width.
  const ahead = takeCells(after, Math.min(Math.floor(width / 4), Math.max(0, width - cellWidth(under))));
  const behind = takeCells([...before].reverse(), width - cellWidth(under + ahead.join(''))).reverse();
  const rest = takeCells(after, width - cellWidth(behind.join('') + under));
  return behind.join('') + inverted(under) + rest.join('');
}

function cellOf(character: string, width: number): string {
  return truncate(printable(character), width);
}

function takeCells(cells: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const cell of cells) {
    used += cellWidth(cell);
    if (used > width) break;
    taken.push(cell);
  }
  return taken;
}

function inverted(text: string): string {
  return `\u001b[7m${text}\u001b[27m`;
}
