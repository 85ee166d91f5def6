import { Box } from 'ink';
import { useState } from 'react';
import { errorShareScale } from '../../../columns/cells.ts';
import type { ErrorShareScale } from '../../../model/settings.ts';
import { printable } from '../../../text/printable.ts';
import { pad } from '../../../text/width.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { Line } from '../../components/line.tsx';
import { TextPrompt } from '../../components/text-prompt.tsx';
import { useServices } from '../../context/services.tsx';
import { type Binding, keyName, type Scope, scopeName } from '../../keys/keymap.ts';
import { useDialogKeys } from '../../keys/use-keys.ts';

// All that 80 columns have room for: no sentence is cut there.
const WIDTH = 72;

/** Every key, the ones that work here first; what is typed after `/` narrows the list down. */
export function Help(props: {
  readonly bindings: readonly Binding[];
  readonly activeScopes: readonly Scope[];
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly onClose: () => void;
}) {
  const { bindings, activeScopes, screenWidth, screenHeight, onClose } = props;
  const { errorShare } = useServices().settings.thresholds;
  const [query, setQuery] = useState('');
  const [isTyping, setTyping] = useState(false);
  const [top, setTop] = useState(0);
  const entries = [...helpEntries(bindings, activeScopes, query), ...scaleEntries(query, errorShare)];
  const height = Math.max(1, Math.min(screenHeight - 8, 2 * bindings.length));
  const lowest = Math.max(0, entries.length - height);
  const scrollBy = (by: number): void => setTop((at) => Math.max(0, Math.min(lowest, Math.min(at, lowest) + by)));
  useDialogKeys(
    (key) => {
      if (key === 'escape' || key === 'q' || key === '?') onClose();
      else if (key === '/') setTyping(true);
      else if (key === 'j' || key === 'down') scrollBy(1);
      else if (key === 'k' || key === 'up') scrollBy(-1);
      else if (key === 'pageDown' || key === 'ctrl+f' || key === 'ctrl+d' || key === ' ') scrollBy(height);
      else if (key === 'pageUp' || key === 'ctrl+b' || key === 'ctrl+u') scrollBy(-height);
    },
    { isActive: !isTyping },
  );
  const width = dialogWidth(screenWidth, WIDTH);
  const shown = entries.slice(Math.min(top, lowest), Math.min(top, lowest) + height);
  const rest = entries.length - Math.min(top, lowest) - shown.length;
  return (
    <Dialog title="Keys" screenWidth={screenWidth} screenHeight={screenHeight} lines={height + 1} wantedWidth={WIDTH}>
      <Box height={height} flexDirection="column">
        {shown.map((entry) => (
          <HelpLine key={entry.id} entry={entry} width={width} />
        ))}
        {entries.length === 0 && (
          <Line width={width} left={[{ text: `No key does “${printable(query, width)}”.`, tone: 'muted' }]} />
        )}
      </Box>
      {isTyping ? (
        <Box>
          <Line width={2} left={[{ text: '/ ', tone: 'accent' }]} />
          <TextPrompt
            value={query}
            width={width - 2}
            onChange={(next) => {
              setQuery(next);
              setTop(0);
            }}
            onSubmit={() => setTyping(false)}
            onCancel={() => {
              setQuery('');
              setTyping(false);
            }}
          />
        </Box>
      ) : (
        <Line
          width={width}
          left={[
            { text: '/', tone: 'accent', bold: true },
            { text: ' search   ', tone: 'muted' },
            { text: 'Esc', tone: 'accent', bold: true },
            { text: ' close', tone: 'muted' },
          ]}
          right={rest > 0 ? [{ text: `j ${rest} more`, tone: 'muted' }] : []}
        />
      )}
    </Dialog>
  );
}

type HelpEntry =
  | { readonly id: string; readonly kind: 'heading'; readonly text: string }
  | { readonly id: string; readonly kind: 'key'; readonly keys: string; readonly text: string };

function helpEntries(
  bindings: readonly Binding[],
  activeScopes: readonly Scope[],
  query: string,
): readonly HelpEntry[] {
  const scopes = [...new Set([...activeScopes, ...bindings.map((binding) => binding.scope)])];
  const wanted = query.trim().toLowerCase();
  return scopes.flatMap((scope): readonly HelpEntry[] => {
    const name = scopeName(scope);
    const found = bindings.filter((binding) => binding.scope === scope && matches(binding, name, wanted));
    if (found.length === 0) return [];
    return [
      { id: scope, kind: 'heading', text: name },
      ...found.map(
        (binding): HelpEntry => ({
          id: `${scope} ${binding.action}`,
          kind: 'key',
          keys: binding.keys.map(keyName).join('  '),
          text: binding.help,
        }),
      ),
    ];
  });
}

/** The scale of error shares, which is no key but asked for in the same place. */
function scaleEntries(query: string, scale: ErrorShareScale): readonly HelpEntry[] {
  const heading = 'Share of errors';
  const wanted = query.trim().toLowerCase();
  const found = errorShareScale(scale).filter((words) =>
    `${heading} ${words.join(' ')}`.toLowerCase().includes(wanted),
  );
  if (found.length === 0) return [];
  const entries = found.map(([keys, text]): HelpEntry => ({ id: `scale ${keys}`, kind: 'key', keys, text }));
  return [{ id: 'scale', kind: 'heading', text: heading }, ...entries];
}

function matches(binding: Binding, scopeName: string, wanted: string): boolean {
  const words = `${scopeName} ${binding.help} ${binding.label ?? ''} ${binding.keys.map(keyName).join(' ')}`;
  return words.toLowerCase().includes(wanted);
}

function HelpLine({ entry, width }: { readonly entry: HelpEntry; readonly width: number }) {
  if (entry.kind === 'heading') return <Line width={width} left={[{ text: entry.text, tone: 'title' }]} />;
  return (
    <Line
      width={width}
      left={[
        { text: `  ${pad(entry.keys, 16, 'left')} `, tone: 'accent', bold: true },
        { text: entry.text, tone: 'plain' },
      ]}
    />
  );
}
