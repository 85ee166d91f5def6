import { Box } from 'ink';
import { useMemo, useState } from 'react';
import { formatCount } from '../../../text/format.ts';
import { wantedOf } from '../../../text/ranking.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { Line } from '../../components/line.tsx';
import { TextPrompt } from '../../components/text-prompt.tsx';
import type { Navigation } from '../../context/navigation.ts';
import { useServices } from '../../context/services.tsx';
import { useDialogKeys } from '../../keys/use-keys.ts';
import type { PaletteEntry } from '../palette-sources/palette-entry.ts';
import { rankEntries, readQuery } from '../palette-sources/rank-entries.ts';
import { usePaletteEntries } from '../palette-sources/use-palette-entries.ts';
import { paletteHints, paletteRow } from './palette-row.ts';

const WIDTH = 100;
const MOST_ROWS = 18;

/** Finds whatever can be done or shown by a few letters of its name, and does it. */
export function Palette(props: {
  readonly navigation: Navigation;
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly onClose: () => void;
}) {
  const { navigation, screenWidth, screenHeight, onClose } = props;
  const { clock, paletteUses } = useServices();
  const [typed, setTyped] = useState('');
  const [selectedId, select] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const query = useMemo(() => readQuery(typed), [typed]);
  const entries = usePaletteEntries({ navigation, query: query.text });
  const uses = paletteUses.list();
  const ranked = useMemo(() => rankEntries(entries, query, { uses, now: clock.now() }), [entries, query, uses, clock]);
  const wanted = useMemo(() => wantedOf(query.text), [query]);
  const height = Math.max(1, Math.min(MOST_ROWS, screenHeight - 8));
  // Chosen with the arrows it stays, wherever later entries put it.
  const cursor = Math.max(
    0,
    ranked.findIndex(({ entry }) => entry.id === selectedId),
  );
  const top = Math.max(0, Math.min(cursor - Math.floor(height / 2), ranked.length - height));
  const move = (by: number): void => {
    const next = ranked[Math.max(0, Math.min(ranked.length - 1, cursor + by))];
    select(next?.entry.id ?? null);
    setRefusal(null);
  };
  const run = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    if (entry.reason !== undefined) {
      setRefusal(entry.reason);
      return;
    }
    paletteUses.add(entry.id, clock.now());
    onClose();
    entry.run();
  };
  useDialogKeys((key) => {
    if (key === 'down' || key === 'ctrl+n' || key === 'tab') move(1);
    else if (key === 'up' || key === 'ctrl+p' || key === 'shift+tab') move(-1);
    else if (key === 'pageDown') move(height);
    else if (key === 'pageUp') move(-height);
  });
  const width = dialogWidth(screenWidth, WIDTH);
  const shown = ranked.slice(top, top + height);
  return (
    <Dialog
      title="Palette"
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={height + 2}
      wantedWidth={WIDTH}
    >
      <Box>
        <Line width={2} left={[{ text: ': ', tone: 'accent', bold: true }]} />
        <TextPrompt
          value={typed}
          width={width - 2}
          placeholder="name of an action, screen, user, route, group or window"
          onChange={(text) => {
            setTyped(text);
            select(null);
            setRefusal(null);
          }}
          onSubmit={() => run(ranked[cursor]?.entry)}
          onCancel={onClose}
        />
      </Box>
      <Box height={height} flexDirection="column">
        {shown.map(({ entry }, place) => (
          <Line
            key={entry.id}
            width={width}
            {...paletteRow(entry, wanted, { width, isSelected: top + place === cursor })}
          />
        ))}
        {ranked.length === 0 && <Line width={width} left={[{ text: 'Nothing matches.', tone: 'muted' }]} />}
      </Box>
      <Line
        width={width}
        left={refusal === null ? paletteHints : [{ text: refusal, tone: 'warn' }]}
        right={ranked.length > height ? [{ text: formatCount(ranked.length), tone: 'muted' }] : []}
      />
    </Dialog>
  );
}
