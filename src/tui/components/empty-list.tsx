import { Box } from 'ink';
import type { Segment } from '../segments.ts';
import { Line } from './line.tsx';

/** Stands where a list would: why there is nothing, and which key comes next. */
export function EmptyList(props: { readonly width: number; readonly word: readonly Segment[] }) {
  return (
    <Box flexDirection="column">
      <Line width={props.width} left={[]} />
      <Line width={props.width} left={[{ text: '   ' }, ...props.word]} />
    </Box>
  );
}
