import { Box } from 'ink';
import { PaintedLines } from '../components/line.tsx';
import type { ListState } from './list-state.ts';

/** The rows of a long list that fit on the screen, one text a row; `paintRow` makes a row's painted line of full width. */
export function List(props: {
  readonly state: ListState;
  readonly height: number;
  readonly paintRow: (index: number, isSelected: boolean) => string;
}) {
  const { state, height, paintRow } = props;
  const count = Math.max(0, Math.min(height, state.total - state.top));
  const texts = Array.from({ length: count }, (_, row) => {
    const index = state.top + row;
    return paintRow(index, index === state.cursor);
  });
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <PaintedLines texts={texts} />
    </Box>
  );
}
