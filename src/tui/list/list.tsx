import { Box } from 'ink';
import { PaintedLines } from '../components/line.tsx';
import { useHitArea } from '../keys/use-hit-area.ts';
import type { ListState } from './list-state.ts';

/** The rows of a long list that fit on the screen, one text a row; `paintRow` makes a row's painted line of full width. */
export function List(props: {
  readonly state: ListState;
  readonly height: number;
  readonly paintRow: (index: number, isSelected: boolean) => string;
  readonly onClick: (index: number) => void;
  readonly onWheel: (by: number) => void;
}) {
  const { state, height, paintRow, onWheel } = props;
  const count = Math.max(0, Math.min(height, state.total - state.top));
  const texts = Array.from({ length: count }, (_, row) => {
    const index = state.top + row;
    return paintRow(index, index === state.cursor);
  });
  const ref = useHitArea({
    onClick: ({ y }) => {
      if (y < count) props.onClick(state.top + y);
    },
    onWheel,
  });
  return (
    <Box ref={ref} flexDirection="column" height={height} flexShrink={0}>
      <PaintedLines texts={texts} />
    </Box>
  );
}
