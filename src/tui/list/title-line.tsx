import { Box } from 'ink';
import { printable } from '../../text/printable.ts';
import { Line } from '../components/line.tsx';
import { TextPrompt } from '../components/text-prompt.tsx';
import { useDialogKeys } from '../keys/use-keys.ts';
import { type Segment, segmentsWidth } from '../theme/segments.ts';

/** The filter of a list: what it is, whether it is being typed, and what typing does. */
export interface FilterInput {
  readonly text: string;
  readonly isTyping: boolean;
  readonly onChange: (text: string) => void;
  /** Ends the typing and keeps the filter. */
  readonly onKeep: () => void;
  /** Ends the typing and clears the filter. */
  readonly onClear: () => void;
  readonly onMove: (by: number) => void;
}

/** The second line of the list of the cache: what it shows, and its own filter. */
export function TitleLine(props: {
  readonly width: number;
  readonly left: readonly Segment[];
  readonly right: readonly Segment[];
  readonly filter: FilterInput;
}) {
  const { width, left, right, filter } = props;
  if (!filter.isTyping) {
    const shown: readonly Segment[] = filter.text
      ? [
          { text: '   / ', tone: 'accent', bold: true },
          { text: printable(filter.text, width), tone: 'accent' },
        ]
      : [];
    return <Line width={width} left={[...left, ...shown]} right={right} />;
  }
  const leftWidth = Math.min(segmentsWidth(left), Math.max(0, width - 24));
  const inputWidth = Math.min(40, width - leftWidth - 6);
  const rest = width - leftWidth - inputWidth - 5;
  return (
    <Box>
      <Line width={leftWidth + 5} left={[...left, { text: '   / ', tone: 'accent', bold: true }]} />
      <FilterPrompt filter={filter} width={inputWidth} />
      <Line width={rest} left={[]} right={right} />
    </Box>
  );
}

function FilterPrompt({ filter, width }: { readonly filter: FilterInput; readonly width: number }) {
  useDialogKeys((key) => {
    if (key === 'down') filter.onMove(1);
    if (key === 'up') filter.onMove(-1);
  });
  return (
    <TextPrompt
      value={filter.text}
      width={width}
      onChange={filter.onChange}
      onSubmit={filter.onKeep}
      onCancel={filter.onClear}
    />
  );
}
