import { Box, Text } from 'ink';
import { memo } from 'react';
import type { ChartStyle } from '../../text/area-chart.ts';
import { cellWidth } from '../../text/width.ts';
import { Line } from '../components/line.tsx';
import { Section } from '../components/section.tsx';
import { actionKey } from '../keys/active-keymap.ts';
import { withLabels } from '../keys/key-labels.ts';
import { type Binding, keyNamer } from '../keys/keymap.ts';
import { useKeyPress, useKeyUses } from '../keys/use-keys.ts';
import type { Segment } from '../theme/segments.ts';
import { useTheme } from '../theme/use-theme.ts';

/** The last line: the keys that can do something here now, by what they do. Where there is no room the least important go first. */
export const Footer = memo(function Footer(props: { readonly width: number; readonly bindings: readonly Binding[] }) {
  const { style, isSpoken } = useTheme();
  const press = useKeyPress();
  const labelled = withLabels(props.bindings, useKeyUses()).filter(
    ({ label, keys }) => label !== undefined && keys.length > 0,
  );
  if (isSpoken) return <SpokenFooter bindings={labelled} />;
  const shown = fitting(labelled, props.width - 3, style);
  const segments = (side: 'left' | 'right'): Segment[] =>
    shown.filter((binding) => binding.side === side).flatMap((binding) => hint(binding, style, press));
  return <Line width={props.width} left={[{ text: ' ' }, ...segments('left')]} right={segments('right')} />;
});

/** Every key that can do something here now, in one sentence. */
function SpokenFooter({ bindings }: { readonly bindings: readonly Binding[] }) {
  const own = bindings.filter(({ scope }) => scope !== 'global');
  const keys = [...own, ...bindings.filter(({ scope }) => scope === 'global')].map((binding) =>
    hintText(binding, 'ascii'),
  );
  return (
    <Box flexDirection="column">
      <Section kind="keys" id={bindings.map(({ scope }) => scope).join(' ')} />
      <Text>{`Keys: ${keys.join(', ')}.`}</Text>
    </Box>
  );
}

function fitting(bindings: readonly Binding[], width: number, style: ChartStyle): readonly Binding[] {
  const widthOf = (list: readonly Binding[]): number =>
    list.reduce((sum, binding) => sum + cellWidth(hintText(binding, style)) + 3, 0);
  let shown = bindings;
  while (shown.length > 1 && widthOf(shown) > width) {
    const least = shown.reduce((worst, binding) =>
      (binding.priority ?? 0) >= (worst.priority ?? 0) ? binding : worst,
    );
    shown = shown.filter((binding) => binding !== least);
  }
  return shown;
}

function hint(binding: Binding, style: ChartStyle, press: (key: string) => void): Segment[] {
  const key = keyNamer(style)(binding.keys[0] ?? '');
  const onClick = () => press(actionKey(binding));
  return [
    { text: key, tone: 'accent', bold: true, onClick },
    { text: ` ${binding.label ?? ''}`, tone: 'muted', onClick },
    { text: '   ' },
  ];
}

function hintText(binding: Binding, style: ChartStyle): string {
  return `${keyNamer(style)(binding.keys[0] ?? '')} ${binding.label ?? ''}`;
}
