import { useMemo } from 'react';
import { useLive } from '../../../live/use-live.ts';
import type { UserRef } from '../../../model/user.ts';
import { formatWindow } from '../../../text/format.ts';
import { punchCard, punchRows, punchSeconds, punchWords, worstHour } from '../../charts/punch-card.ts';
import { PaintedLines } from '../../components/line.tsx';
import { noteRoom, Panel } from '../../components/panel.tsx';
import type { Size } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import type { AskedCalls } from '../../context/use-filter.ts';
import { windowKey } from '../../context/windows.ts';
import { paintSegments, segmentsWidth } from '../../theme/segments.ts';
import { useTheme } from '../../theme/use-theme.ts';

/** A card shows so many hours at least: less than four weeks is no habit. */
const leastHours = 28 * 24;

/** The hours of the week in which a user calls: of the last four weeks of the window at least, under a filter of the window itself. */
export function PunchCardPanel(props: {
  readonly who: UserRef;
  /** The word that names the user and the calls among others. */
  readonly part: string;
  readonly asked: AskedCalls;
  readonly size: Size;
  readonly isUtc: boolean;
}) {
  const { who, part, asked, size, isUtc } = props;
  const { store, clock, windowAt, settings } = useServices();
  const { errorShare } = settings.thresholds;
  const theme = useTheme();
  const { filter, calls, window } = asked;
  const shown = filter === '' ? { ...window, hours: Math.max(window.hours, leastHours) } : window;
  const bucketSeconds = punchSeconds(clock.now(), isUtc);
  const { data } = useLive(`user hours ${part} ${windowKey(shown)} ${bucketSeconds}`, () =>
    store.apiLogs.timeline(windowAt(shown), { ...calls, bucketSeconds, username: who }),
  );
  const card = useMemo(() => data && punchCard(data, isUtc), [data, isUtc]);
  const { width, height } = size;
  const cellWidth = width - 4 >= 4 + 2 * 24 ? 2 : 1;
  const title = `Hours, ${formatWindow(shown.hours)}`;
  const worst = card ? worstHour(card, errorShare) : [];
  const note = worst.find((form) => segmentsWidth(form) <= noteRoom(title, width)) ?? [];
  const lines = !card
    ? []
    : theme.isSpoken
      ? punchWords(card)
      : punchRows(card, { cellWidth, scale: errorShare, style: theme.style }).map((row) => paintSegments(theme, row));
  return (
    <Panel title={title} note={note} width={width} height={height}>
      <PaintedLines texts={lines.slice(0, height - 2)} />
    </Panel>
  );
}
