import { Box } from 'ink';
import { Lines } from '../components/line.tsx';
import { type Segment, wrapSegments } from '../theme/segments.ts';

// As many as every list has room for.
const mostLines = 3;

/** Stands where a list would: why there is nothing, and which key comes next. */
export function EmptyList(props: { readonly width: number; readonly word: readonly Segment[] }) {
  const lines = wrapSegments(props.word, props.width - 4).slice(0, mostLines);
  return (
    <Box flexDirection="column">
      <Lines width={props.width} lines={[[], ...lines.map((line) => [{ text: '   ' }, ...line])]} />
    </Box>
  );
}
