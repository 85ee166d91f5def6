import { Box } from 'ink';
import { useNow } from '../../../live/use-now.ts';
import type { UserRef } from '../../../model/user.ts';
import { ageStepMs, formatAge, formatDate } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { axisWidth } from '../../charts/chart.tsx';
import { Line } from '../../components/line.tsx';
import { unanswered } from '../../components/unanswered.ts';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useActions } from '../../context/use-actions.ts';
import { useCopy } from '../../context/use-copy.ts';
import { useWindowKey } from '../../context/use-window-key.ts';
import { readyBuckets, secondsPerBucket, windowLabel } from '../../context/windows.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { type Segment, segmentsWidth, wholeSegments } from '../../theme/segments.ts';
import { useUserData } from './data.ts';
import { layoutUser } from './layout.ts';
import { UserPanels } from './panels.tsx';

/** One user: who they are, what they called in the window, how fast, what failed, and what was done to them. */
export function User(props: ScreenProps<'user'>) {
  const { width, height, isActive, isUtc } = props;
  const { window } = props.view;
  const { username, id } = props.args;
  const who: UserRef = id === null ? username : { id, username };
  const { clock } = useServices();
  const copy = useCopy();
  const actions = useActions();
  const layout = layoutUser(width, height - 1);
  const buckets = (layout.chart.width - 4 - axisWidth) * 2;
  const data = useUserData(who, window, secondsPerBucket(window.hours, buckets, readyBuckets.user));
  const { user, stats } = data;
  const now = useNow(stats?.lastCallAt ? ageStepMs(stats.lastCallAt, clock.now()) : null);
  useKeys(
    'user',
    {
      activation: () => actions.changeActivation(who),
      newKey: () => actions.newKey(who),
      window: useWindowKey(window),
      copy: () => copy('username', username),
    },
    { isActive },
  );
  const name: Segment = { text: ` ${printable(username, 80)}`, tone: 'title' };
  const right: readonly Segment[] = [
    ...(data.isUnanswered ? [unanswered, { text: '  ' }] : []),
    { text: `${windowLabel(window, { utc: isUtc, now: clock.now() })} `, tone: 'muted' },
  ];
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
  // Facts that do not fit are left out whole; the word that stands where there are none is said as far as it fits.
  const shown = user
    ? wholeSegments(facts, width - segmentsWidth([name, ...right]) - 2)
    : [{ text: data.word, tone: 'muted' as const }];
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Line width={width} left={[name, ...shown]} right={right} />
      <UserPanels layout={layout} data={data} isUtc={isUtc} now={now} />
    </Box>
  );
}
