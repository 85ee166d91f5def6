import { Box } from 'ink';
import { printable } from '../../text/printable.ts';
import { cellWidth, pad } from '../../text/width.ts';
import { wrapWhole } from '../../text/wrap.ts';
import type { Segment } from '../theme/segments.ts';
import { Line, Lines } from './line.tsx';
import { TextPrompt } from './text-prompt.tsx';
import { type Completion, type Offer, type TypedPath, usePathPrompt } from './use-path-prompt.ts';

interface PathPromptProps {
  readonly label: string;
  readonly width: number;
  /** Rows for the prompt, what is wrong and what is offered. */
  readonly height: number;
  readonly initial?: string;
  /** Texts that are offered before anything is completed, such as those used lately. */
  readonly offers?: readonly Offer[];
  readonly complete: (text: string) => Promise<Completion>;
  /** A sentence of what is wrong, shown whole; empty for none. */
  readonly fault: string;
  readonly onEdit?: () => void;
  readonly onSubmit: (text: string) => void;
  readonly onCancel: () => void;
}

/**
 * A prompt for a path or the name of a database: Tab completes as far as it is certain, then goes through what is left; arrows choose. Names are
 * drawn printable and used as they are.
 */
export function PathPrompt(props: PathPromptProps) {
  const { label, width, height, initial = '', offers = [], complete, fault, onEdit, onSubmit, onCancel } = props;
  const { typed, shown, edit, choose } = usePathPrompt({ initial, offers, complete });
  const faultLines = fault === '' ? [] : wrapWhole(printable(fault), width);
  const room = Math.max(0, height - 1 - faultLines.length);
  const labelWidth = cellWidth(label);
  const submit = (): void => onSubmit(typed.completions === null ? (shown[typed.at]?.text ?? typed.text) : typed.text);
  const click = (at: number): void => (at === typed.at ? submit() : choose(at));
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Box>
        <Line width={labelWidth} left={[{ text: label, tone: 'muted' }]} />
        <TextPrompt
          value={typed.text}
          width={width - labelWidth}
          onChange={() => undefined}
          kept={{
            cursor: typed.cursor,
            onEdit: (line) => {
              edit(line);
              if (line.text !== typed.text) onEdit?.();
            },
          }}
          onSubmit={submit}
          onCancel={onCancel}
        />
      </Box>
      <Lines
        width={width}
        lines={[
          ...faultLines.map((text): readonly Segment[] => [{ text, tone: 'bad' }]),
          ...offerLines(shown, typed, { width, height: room, onClick: click }),
        ]}
      />
    </Box>
  );
}

/** The offers around the chosen one, as many as there are rows for. */
function offerLines(
  offers: readonly Offer[],
  { completions, at }: TypedPath,
  {
    width,
    height,
    onClick,
  }: { readonly width: number; readonly height: number; readonly onClick: (at: number) => void },
): readonly (readonly Segment[])[] {
  if (height === 0 || (offers.length === 0 && completions === null)) return [];
  if (offers.length === 0) return [[{ text: '  nothing begins like that', tone: 'muted' }]];
  const hidden = offers.length > height;
  const rows = hidden ? height - 1 : height;
  const top = Math.max(0, Math.min(at - Math.floor(rows / 2), offers.length - rows));
  const lines = offers.slice(top, top + rows).map(({ text, note = '' }, index): readonly Segment[] => {
    const isChosen = top + index === at;
    // Of a completion its last part says all; the rest stands in the prompt.
    const name = completions === null ? text : text.slice(text.replace(/\/$/, '').lastIndexOf('/') + 1);
    const label = `${isChosen ? '❯' : ' '} ${printable(name)}${note === '' ? '' : `  ${printable(note)}`}`;
    return [
      {
        text: isChosen ? pad(label, width, 'left') : label,
        selected: isChosen,
        tone: isChosen ? 'plain' : 'muted',
        onClick: () => onClick(top + index),
      },
    ];
  });
  return hidden ? [...lines, [{ text: `  ${offers.length - rows} more`, tone: 'muted' }]] : lines;
}
