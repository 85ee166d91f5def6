import { Box } from 'ink';
import { withTerm } from '../../../filter/edit.ts';
import { useNow } from '../../../live/use-now.ts';
import type { UserRef } from '../../../model/user.ts';
import { ageStepMs, formatAge, formatDate } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { axisWidth } from '../../charts/chart.tsx';
import { Line } from '../../components/line.tsx';
import { unanswered } from '../../components/unanswered.ts';
import { againstWords } from '../../context/against-words.ts';
import { scanWords } from '../../context/scan-words.ts';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useActions } from '../../context/use-actions.ts';
import { useCellContext } from '../../context/use-cell-context.ts';
import { barOpening, barSubject, shownMeasure, useChartKeys } from '../../context/use-chart-keys.ts';
import { useChips } from '../../context/use-chips.ts';
import { useChartClicks, useRowClicks } from '../../context/use-clicks.ts';
import { useClose } from '../../context/use-close.ts';
import { useCopy } from '../../context/use-copy.ts';
import { termOf, useAskedCalls, useFilterKeys } from '../../context/use-filter.ts';
import { heatOpening, useRowOrCell } from '../../context/use-heat-keys.ts';
import { useHeatmap } from '../../context/use-heatmap.ts';
import { useHeldKeys } from '../../context/use-held-keys.ts';
import { whyAbout } from '../../context/why-opening.ts';
import { readyBuckets, secondsPerBucket, windowLabel } from '../../context/windows.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { type Segment, segmentsWidth, wholeSegments } from '../../theme/segments.ts';
import { useUserData } from './data.ts';
import { useExportedLists } from './export-lists.ts';
import { layoutUser, layoutUserHeatmap } from './layout.ts';
import { UserPanels } from './panels.tsx';
import { userSelection } from './selection.ts';

/** So many of the latest calls and errors are read at least, which is more than most screens have room for. */
const fewestLatest = 20;

/** One user: who they are, what they called in the window, how fast, what failed, and what was done to them. */
export function User(props: ScreenProps<'user'>) {
  const { width, height, isActive, isUtc } = props;
  const asked = useAskedCalls(props.view, isUtc);
  const { window } = asked;
  const { username, id } = props.args;
  const who: UserRef = id === null ? username : { id, username };
  const { clock, dispatch, exports } = useServices();
  const copy = useCopy();
  const actions = useActions();
  const layout = (props.view.heat ? layoutUserHeatmap : layoutUser)(width, height - 1);
  const buckets = (layout.chart.width - 4 - axisWidth) * 2;
  const bucketSeconds = secondsPerBucket(window.hours, buckets, readyBuckets.user);
  const data = useUserData(who, asked, {
    latestCount: Math.max(fewestLatest, layout.calls?.height ?? 0),
    bucketSeconds,
    isCompared: props.view.isCompared,
  });
  const heat = useHeatmap(data.part, props.view, { asked, panel: layout.chart, bucketSeconds, username: who });
  const { user, stats } = data;
  const now = useNow(stats?.lastCallAt ? ageStepMs(stats.lastCallAt, clock.now()) : null);
  const cells = useCellContext(now, isUtc);
  useHeldKeys(isActive && (data.isAwaited || heat?.isAwaited === true));
  const selection = userSelection(props.view.mark, data, { layout, heat });
  const select = (by: 1 | -1): string | undefined => {
    const next = selection.next(by);
    if (typeof next === 'string') return next;
    dispatch({ type: 'view', change: { mark: next } });
    return undefined;
  };
  const ofUser = withTerm(props.view.filter, termOf.user(username), 'only');
  const open = (): string | undefined => {
    const { call, term, chart } = selection;
    const opening = heatOpening({ ...props.view, filter: ofUser }, heat);
    if (opening) dispatch({ type: 'open', ...opening });
    else if (chart.atColumn)
      dispatch({ type: 'open', ...barOpening({ ...props.view, filter: ofUser }, chart.atColumn) });
    else if (call) dispatch({ type: 'open', screen: 'call', args: { id: call.id } });
    else {
      const filter = term ? withTerm(ofUser, term, 'only') : ofUser;
      dispatch({ type: 'open', screen: 'calls', args: {}, filter });
    }
    return undefined;
  };
  useExportedLists(isActive, data, { selection, context: cells });
  useKeys(
    'user',
    {
      down: useRowOrCell(heat, 1, () => select(1)),
      up: useRowOrCell(heat, -1, () => select(-1)),
      open,
      close: useClose(props.view.mark !== null),
      activation: () => actions.changeActivation(who),
      newKey: () => actions.newKey(who),
      audit: () => user && dispatch({ type: 'open', screen: 'audit', args: { userId: user.id } }),
      copy: () => {
        const [name] = exports.current()[0]?.copies.names ?? [];
        copy(name?.label ?? 'username', name?.text ?? username);
      },
    },
    {
      isActive,
      reasons: user ? {} : { audit: 'The user is still being read, or no longer exists.' },
      labels: user?.isActive === false ? { activation: 'reactivate' } : {},
    },
  );
  const onRow = useRowClicks('user', selection);
  const clicks = useChartClicks('user', selection);
  useChartKeys(props.view, { window, chart: selection.chart, heat, isUtc, isActive });
  useFilterKeys(
    { view: props.view, isUtc, isActive },
    () => selection.terms(),
    () => {
      const { atColumn } = selection.chart;
      if (!heat && atColumn) return barSubject({ ...props.view, filter: ofUser }, atColumn);
      return whyAbout(props.view, [termOf.user(username), ...selection.likeTerms()]);
    },
  );
  const name: Segment = { text: ` ${printable(username, 80)}`, tone: 'title' };
  const where: readonly Segment[] = [
    ...scanWords(data.scanned, { isUtc, now }),
    ...useChips(props.view.filter),
    { text: '  ' },
    ...(data.isUnanswered ? [unanswered, { text: '  ' }] : []),
    { text: `${windowLabel(window, { utc: isUtc, now: clock.now() })} `, tone: 'muted' },
  ];
  const isComparing = data.timelineBefore !== undefined && !data.isUnanswered;
  const against: Segment = { text: ` ${againstWords(window, data.timelineBefore, { isUtc, now })}`, tone: 'muted' };
  const fits = segmentsWidth([name, ...where, against]) + 2 <= width;
  const right = isComparing && fits ? [...where, against] : where;
  const facts: readonly Segment[] = user
    ? [
        { text: user.isActive ? '   ● active' : '   ○ inactive', tone: user.isActive ? 'good' : 'muted' },
        { text: `   last call ${formatAge(stats?.lastCallAt ?? null, now)}`, tone: 'plain' },
        {
          text: `   created ${user.createdAtText === undefined ? formatDate(user.createdAt, isUtc) : printable(user.createdAtText, 40)}`,
          tone: 'muted',
        },
        { text: `   first ${formatDate(stats?.firstCallAt ?? null, isUtc)}`, tone: 'muted' },
      ]
    : [];
  // Facts that do not fit are left out whole; the word that stands if there are none is said as far as it fits.
  const shown = user
    ? wholeSegments(facts, width - segmentsWidth([name, ...right]) - 2)
    : [{ text: data.word, tone: 'muted' as const }];
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Line width={width} left={[name, ...shown]} right={right} />
      <UserPanels
        layout={layout}
        data={data}
        asked={{ who, asked }}
        measure={shownMeasure(props.view)}
        isUtc={isUtc}
        cells={cells}
        selection={selection}
        onRow={onRow}
        clicks={clicks}
      />
    </Box>
  );
}
