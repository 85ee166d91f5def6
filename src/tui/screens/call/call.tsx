import { Box } from 'ink';
import { useState } from 'react';
import { statusTone } from '../../../columns/cells.ts';
import { printPath } from '../../../filter/path.ts';
import { useNow } from '../../../live/use-now.ts';
import type { StoredCall } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import { errorText } from '../../../text/error-text.ts';
import { ageStepMs, formatAge, formatId } from '../../../text/format.ts';
import { withoutEmails } from '../../../text/json/hidden-values.ts';
import { printable } from '../../../text/printable.ts';
import { truncateStart } from '../../../text/width.ts';
import { Line, Lines } from '../../components/line.tsx';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useCopy } from '../../context/use-copy.ts';
import { useKeys } from '../../keys/use-keys.ts';
import type { Segment } from '../../theme/segments.ts';
import { callKeys } from './call-keys.ts';
import { differencePath } from './difference-segments.ts';
import { DifferenceView } from './difference-view.tsx';
import { fieldLines } from './fields.ts';
import { layoutCall } from './layout.ts';
import { PayloadPanes } from './payload-panes.tsx';
import { REST } from './payload-rows.ts';
import { SearchLine } from './search-line.tsx';
import { useCopying } from './use-copying.ts';
import { differenceTitle, useDifference } from './use-difference.ts';
import { usePayloadView } from './use-payload-view.ts';
import { useSearch } from './use-search.ts';
import { useSteps } from './use-steps.ts';
import { type ReadCall, type Trees, useStoredCall } from './use-stored-call.ts';

/** One call with all that was logged of it. */
export function Call(props: ScreenProps<'call'>) {
  const { width, height, isActive, args } = props;
  const read = useStoredCall(args.id);
  const { call, trees } = read;
  if (call && trees) return <FoundCall {...props} key={`${typeof args.id} ${args.id}`} call={call} trees={trees} />;
  return <MissingCall width={width} height={height} isActive={isActive} id={args.id} read={read} />;
}

/** A call that is still being read, or is none. */
function MissingCall(
  props: Pick<ScreenProps, 'width' | 'height' | 'isActive'> & { readonly id: Id; readonly read: ReadCall },
) {
  const { width, height, isActive, id, read } = props;
  const { dispatch } = useServices();
  const { live } = read;
  const word = live.error
    ? errorText(live.error)
    : live.updatedAt
      ? 'is no longer in the log: it was cleaned up. Esc goes back.'
      : 'Reading …';
  const refused = () => (live.updatedAt ? 'The call is no longer in the log.' : 'The call is still being read.');
  useKeys('call', callKeys({ refused, close: () => dispatch({ type: 'close', isMarked: false }) }), { isActive });
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Line
        width={width}
        left={[
          { text: ` Call #${formatId(id)}`, tone: 'title' },
          { text: `   ${word}`, tone: 'muted' },
        ]}
      />
    </Box>
  );
}

function FoundCall(props: ScreenProps<'call'> & { readonly call: StoredCall; readonly trees: Trees }) {
  const { width, height, isActive, isTyping, isUtc, args, view, call, trees } = props;
  const { clock, dispatch } = useServices();
  const copyText = useCopy();
  const [isRevealed, setRevealed] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const now = useNow(call.dateTime ? ageStepMs(call.dateTime, clock.now()) : null);
  const fields = fieldLines(call, { now, isUtc, width: width - 2 });
  const layout = layoutCall(width, height, fields.length);
  const payloads = usePayloadView(
    trees,
    { width: layout.rowWidth, height: layout.rowsHeight, isSideBySide: layout.isSideBySide, isRevealed },
    { mark: view.mark, onMark: (mark) => dispatch({ type: 'view', change: { mark } }) },
  );
  const search = useSearch(trees, payloads, isRevealed);
  const difference = useDifference(args.id, trees, { isWanted: isComparing, height: layout.rowsHeight });
  const copying = useCopying(call, trees, { cursor: payloads.cursor, isRevealed });
  const rowWork = Object.values(payloads.rows);
  useSteps([...Object.values(trees), ...rowWork, search.run, ...difference.work], search.settle);
  const close = () => {
    if (isComparing) setComparing(false);
    else if (search.run.query !== '') search.clear();
    else dispatch({ type: 'close', isMarked: false });
  };
  const { selected } = difference;
  useKeys(
    'call',
    callKeys({
      payloads,
      search,
      copying,
      pageHeight: Math.max(1, layout.rowsHeight - 1),
      close,
      reveal: () => setRevealed(!isRevealed),
      compare: () => setComparing(!isComparing),
      openUser: () => dispatch({ type: 'open', screen: 'user', args: { username: call.username, id: call.userId } }),
      difference: isComparing
        ? {
            ...difference,
            open: () => {
              setComparing(false);
              if (selected && selected.kind !== 'replaced' && selected.one !== undefined)
                payloads.show({ side: selected.side, node: selected.one, offset: 0 });
            },
            copyPath: () => selected && copyText('path', differencePath(selected)),
          }
        : undefined,
    }),
    { isActive },
  );
  const { cursor } = payloads;
  const payload = trees[cursor.side];
  const path = isComparing
    ? selected && differencePath(selected)
    : `${cursor.side}${printPath(payload.isJson && cursor.node < REST ? payload.tree.pathOf(cursor.node, width) : [])}`;
  return (
    <Box flexDirection="column" width={width} height={height}>
      <TitleLine call={call} width={width} path={path ?? ''} isRevealed={isRevealed} />
      {isComparing ? (
        <Line
          width={width}
          left={[{ text: ` ${differenceTitle(difference, ageBetween(call, difference.other))}`, tone: 'accent' }]}
        />
      ) : (
        <SearchLine search={search} isTyping={isTyping} width={width} />
      )}
      <Lines width={width} lines={fields.map((line) => [{ text: ' ' }, ...line])} />
      {layout.hasGap && <Line width={width} left={[]} />}
      {isComparing ? (
        <DifferenceView difference={difference} width={width} height={layout.rowsHeight} isRevealed={isRevealed} />
      ) : (
        <PayloadPanes view={payloads} layout={layout} pattern={search.run.pattern} />
      )}
    </Box>
  );
}

/** The call's id, status and route, and at the right the path of the selected value. */
function TitleLine(props: {
  readonly call: StoredCall;
  readonly width: number;
  readonly path: string;
  readonly isRevealed: boolean;
}) {
  const { call, width, path, isRevealed } = props;
  const shownPath = printable(isRevealed ? path : withoutEmails(path));
  const left: readonly Segment[] = [
    { text: ` Call #${formatId(call.id)}`, tone: 'title' },
    { text: `   ${call.statusCode ?? '–'}`, tone: statusTone(call.statusCode) },
    { text: ` ${printable(call.apiRoute, 200)}` },
  ];
  const right: readonly Segment[] = [{ text: `${truncateStart(shownPath, Math.floor(width / 2))} `, tone: 'accent' }];
  return <Line width={width} left={left} right={right} yields="left" />;
}

/** Time between two calls in words: `3 min earlier` is what the other was. */
function ageBetween({ dateTime: time }: StoredCall, other: StoredCall | undefined): string {
  const otherTime = other?.dateTime ?? null;
  if (time === null || otherTime === null) return 'at an unknown time';
  const [first, last, word] = time > otherTime ? [otherTime, time, 'earlier'] : [time, otherTime, 'later'];
  const age = formatAge(first, last);
  return age === 'now' ? 'at the same time' : age.replace('ago', word);
}
