import { Box } from 'ink';
import { formatCount } from '../../../text/format.ts';
import { cellWidth } from '../../../text/width.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { hintSegments } from '../../components/hints.ts';
import { Line, Lines } from '../../components/line.tsx';
import { TextPrompt } from '../../components/text-prompt.tsx';
import type { Navigation } from '../../context/navigation.ts';
import { useDialogKeys } from '../../keys/use-keys.ts';
import { useTheme } from '../../theme/use-theme.ts';
import { paletteHints, paletteRow } from './palette-row.ts';
import { usePalette } from './use-palette.ts';

const WIDTH = 100;
const MOST_ROWS = 24;
const MOST_READ_ROWS = 10;
/** Lower screens have no room to leave free. */
const tallScreen = 24;

/** Finds whatever can be done or shown by a few letters of its name, and does it. */
export function Palette(props: {
  readonly navigation: Navigation;
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly onClose: () => void;
}) {
  const { navigation, screenWidth, screenHeight, onClose } = props;
  const palette = usePalette(navigation, onClose);
  const { ranked, cursor } = palette;
  const reason = ranked[cursor]?.entry.reason;
  const { style, isSpoken } = useTheme();
  const room = screenHeight - (screenHeight >= tallScreen ? 8 : 5);
  const height = Math.max(1, Math.min(isSpoken ? MOST_READ_ROWS : MOST_ROWS, room));
  const top = Math.max(0, Math.min(cursor - Math.floor(height / 2), ranked.length - height));
  useDialogKeys((key) => {
    if (key === 'down' || key === 'ctrl+n' || key === 'tab') palette.move(1);
    else if (key === 'up' || key === 'ctrl+p' || key === 'shift+tab') palette.move(-1);
    else if (key === 'pageDown') palette.move(height);
    else if (key === 'pageUp') palette.move(-height);
  });
  const width = dialogWidth(screenWidth, WIDTH);
  const rows = ranked.slice(top, top + height).map(({ entry }, place) => {
    const look = { width, isSelected: top + place === cursor, style: isSpoken ? ('ascii' as const) : style };
    return paletteRow(entry, palette.wanted, look).map((row) => ({ ...row, onClick: () => palette.run(entry) }));
  });
  const count = ranked.length > height ? formatCount(ranked.length) : '';
  const none = palette.areUsersComing ? 'The users are still being read …' : 'Nothing matches.';
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
          value={palette.typed}
          name="Palette"
          width={width - 2}
          placeholder="name of an action, screen, user, route, group or window"
          onChange={palette.type}
          onSubmit={() => palette.run()}
          onCancel={onClose}
        />
      </Box>
      <Box height={height} flexDirection="column">
        <Lines width={width} lines={rows} />
        {ranked.length === 0 && <Line width={width} left={[{ text: none, tone: 'muted' }]} />}
      </Box>
      <Line
        width={width}
        left={
          reason === undefined
            ? hintSegments(paletteHints, width - cellWidth(count) - 2)
            : [{ text: reason, tone: 'warn' }]
        }
        right={[{ text: count, tone: 'muted' }]}
      />
    </Dialog>
  );
}
