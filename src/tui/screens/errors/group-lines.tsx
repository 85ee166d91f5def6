import { groupFacts } from '../../../columns/group-facts.ts';
import type { ErrorGroup } from '../../../model/error-group.ts';
import { printable } from '../../../text/printable.ts';
import { Line, Lines } from '../../components/line.tsx';
import { type Segment, wholeSegments } from '../../theme/segments.ts';

/** From this height of the screen on the message of the selected group has a line, and from that one on its facts have one. */
const messageHeight = 14;
const factsHeight = 8;

/** Returns the number of lines about the selected group that a screen of this height has room for. */
export function groupLineCount(height: number): 0 | 1 | 2 {
  if (height < factsHeight) return 0;
  return height < messageHeight ? 1 : 2;
}

/** Lines about the selected group that the list has no room for: its whole message, and its facts. */
export function GroupLines(props: {
  readonly group: ErrorGroup | undefined;
  readonly count: 0 | 1 | 2;
  readonly width: number;
  readonly now: Date;
  readonly isUtc: boolean;
  /** True if all of the log is known: its first call is the first ever. */
  readonly isWhole: boolean;
  /** True if the window is over. */
  readonly isPast: boolean;
}) {
  const { group, count, width, now, isUtc, isWhole, isPast } = props;
  if (count === 0) return null;
  if (group === undefined) return <Lines width={width} lines={Array.from({ length: count }, () => [])} />;
  const facts = groupFacts(group, { now, utc: isUtc, isWhole, isPast }).map(
    ({ text, tone = 'muted' }, at): Segment => ({ text: at === 0 ? ` ${text}` : ` · ${text}`, tone }),
  );
  return (
    <>
      {count === 2 && (
        <Line
          width={width}
          left={[
            group.message ? { text: ` ${printable(group.message, width)}` } : { text: ' no message', tone: 'muted' },
          ]}
          right={[{ text: `group ${printable(group.id, 8)} `, tone: 'muted' }]}
          yields="left"
        />
      )}
      <Line width={width} left={wholeSegments(facts, width)} />
    </>
  );
}
