import { Text } from 'ink';
import { memo } from 'react';
import { paintLine, type Segment, type Yields } from '../segments.ts';
import { useTheme } from '../use-theme.ts';

/** One line of exactly `width` cells with pieces at its left and its right end. */
export function Line(props: {
  readonly width: number;
  readonly left: readonly Segment[];
  readonly right?: readonly Segment[];
  readonly yields?: Yields;
}) {
  return <Painted text={paintLine(useTheme(), props.width, props.left, props.right, props.yields)} />;
}

/** A painted text as it stands, drawn anew only where it differs. */
export const Painted = memo(function Painted({ text }: { readonly text: string }) {
  return <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>;
});
