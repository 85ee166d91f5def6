import { Box } from 'ink';
import { statusTone } from '../../../columns/cells.ts';
import { useLive } from '../../../live/use-live.ts';
import { useNow } from '../../../live/use-now.ts';
import type { StoredCall } from '../../../model/call.ts';
import { errorText } from '../../../text/error-text.ts';
import {
  ageStepMs,
  formatAge,
  formatBytes,
  formatDateTime,
  formatDurationMs,
  formatId,
  zoneName,
} from '../../../text/format.ts';
import { isShownAsItIs, printable } from '../../../text/printable.ts';
import { Line, Lines } from '../../components/line.tsx';
import type { Message } from '../../context/message.ts';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { sentToClipboard } from '../../terminal/clipboard.ts';
import type { Segment } from '../../theme/segments.ts';
import { shownLength } from './payload-lines.ts';
import { useScrolledPayloads } from './use-scrolled-payloads.ts';

/** Longest text that `y` copies: terminals silently drop more than that. */
const copiedBytes = 1_000_000;

/** One call with all that was logged of it. */
export function Call(props: ScreenProps<'call'>) {
  const { width, height, isActive, isUtc, view } = props;
  const { id: callId } = props.args;
  const { store, clock, dispatch, copy } = useServices();
  const live = useLive(`call ${callId}`, () => store.apiLogs.findStored(callId, { maxLength: shownLength }));
  const call = live.data;
  const now = useNow(call?.dateTime ? ageStepMs(call.dateTime, clock.now()) : null);
  const fields = call ? fieldLines(call, now, isUtc) : [];
  const { lines, scroll, place } = useScrolledPayloads(
    call
      ? [
          { title: 'Request', payload: call.requestPayload },
          { title: 'Response', payload: call.responsePayload },
        ]
      : [],
    { width: width - 3, height: height - 2, above: fields },
    { top: view.scroll, onScroll: (scroll) => dispatch({ type: 'view', change: { scroll } }) },
  );
  useKeys(
    'call',
    {
      ...scroll,
      openUser: () => {
        if (!call) return 'The call is still being read.';
        dispatch({ type: 'open', screen: 'user', args: { username: call.username, id: call.userId } });
        return undefined;
      },
      copy: () => {
        if (!call) return 'The call is still being read.';
        const { requestPayload: payload } = call;
        if (!payload) return 'This call was logged without a request payload.';
        if (!payload.isWhole || payload.byteCount > copiedBytes)
          return `${formatBytes(payload.byteCount)} are too much for a clipboard.`;
        copy(payload.text);
        dispatch({ type: 'say', message: copiedMessage(payload.text) });
        return undefined;
      },
    },
    { isActive },
  );
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Line
        width={width}
        left={[
          { text: ` Call #${formatId(callId)}`, tone: 'title' },
          { text: call ? `   ${call.statusCode ?? '–'}` : '', tone: statusTone(call?.statusCode ?? null) },
          { text: call ? ` ${printable(call.apiRoute, 200)}` : callWord(live), tone: call ? 'plain' : 'muted' },
        ]}
        right={[{ text: place, tone: 'muted' }]}
      />
      <Line width={width} left={[]} />
      <Lines width={width} lines={lines.map((line) => [{ text: ' ' }, ...line])} />
    </Box>
  );
}

function copiedMessage(text: string): Message {
  const hint = isShownAsItIs(text.replaceAll('\n', ' '))
    ? {}
    : { hint: 'As stored: it holds control or invisible characters.' };
  return { tone: 'good', text: sentToClipboard('request payload'), ...hint };
}

function callWord(live: { readonly error: Error | null; readonly updatedAt: Date | null }): string {
  if (live.error) return `   ${errorText(live.error)}`;
  return live.updatedAt ? '   is no longer in the log: it was cleaned up. Esc goes back.' : '   Reading …';
}

function fieldLines(call: StoredCall, now: Date, isUtc: boolean): readonly (readonly Segment[])[] {
  const zone = call.dateTime ? zoneName(call.dateTime, isUtc) : '';
  const field = (label: string, value: string, more = ''): readonly Segment[] => [
    { text: label.padEnd(10), tone: 'muted' },
    { text: value },
    { text: `   ${more}`, tone: 'muted' },
  ];
  return [
    call.dateTimeText === undefined
      ? field(
          'time',
          `${formatDateTime(call.dateTime, isUtc)} ${zone}`,
          call.dateTime ? formatAge(call.dateTime, now) : '',
        )
      : field('time', printable(call.dateTimeText, 200), 'is no time that can be read'),
    field('user', printable(call.username, 200), `#${formatId(call.userId)}`),
    field('took', formatDurationMs(call.responseTimeMs)),
    field('message', call.errorMessage === null ? '–' : printable(call.errorMessage, 1000)),
    [],
  ];
}
