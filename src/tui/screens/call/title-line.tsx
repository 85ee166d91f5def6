import { statusTone } from '../../../columns/cells.ts';
import type { StoredCall } from '../../../model/call.ts';
import { formatId } from '../../../text/format.ts';
import { withoutEmails } from '../../../text/json/hidden-values.ts';
import { printable } from '../../../text/printable.ts';
import { truncateStart } from '../../../text/width.ts';
import { Line } from '../../components/line.tsx';
import type { Segment } from '../../theme/segments.ts';

/** The call's id, status and route, and at the right the path of the selected value. */
export function TitleLine(props: {
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
