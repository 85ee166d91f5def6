import { printable } from '../../../text/printable.ts';
import { pad } from '../../../text/width.ts';
import { wrapWhole } from '../../../text/wrap.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { type Hint, hintSegments } from '../../components/hints.ts';
import { Line, Lines } from '../../components/line.tsx';
import { TextPrompt } from '../../components/text-prompt.tsx';
import type { Navigation } from '../../context/navigation.ts';
import { routeOfView } from '../../context/saved-view.ts';
import type { NamedView } from '../../context/view-book.ts';
import { useDialogKeys } from '../../keys/use-keys.ts';
import type { Segment } from '../../theme/segments.ts';
import { useViewList } from './use-view-list.ts';

const wantedWidth = 72;
const mostRows = 15;
/** Lines around the list: a blank one, news, and the keys. */
const linesBeside = 3;

/** The saved views: to go to one, to save this one, and to rename and take away. */
export function Views(props: {
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly navigation: Navigation;
  readonly onClose: () => void;
}) {
  const { screenWidth, screenHeight, navigation, onClose } = props;
  const { views, fault, at, news, renamed, setRenamed, rename, goTo, answer } = useViewList(navigation.routes, onClose);
  useDialogKeys(answer, { isActive: renamed === null });
  const width = dialogWidth(screenWidth, wantedWidth);
  const faultLines = fault === undefined ? [] : wrapWhole(printable(fault), width);
  const room = Math.max(1, Math.min(mostRows, screenHeight - linesBeside - 2 - faultLines.length));
  const top = Math.max(0, Math.min(at - Math.floor(room / 2), views.length - room));
  const lines = views.slice(top, top + room).map((view, index) => {
    const line = viewLine(view, top + index, { at, width });
    return renamed === null ? line.map((segment) => ({ ...segment, onClick: () => goTo(view) })) : line;
  });
  const listed = [...faultLines.map((text): readonly Segment[] => [{ text, tone: 'bad' }]), ...lines];
  const shown = listed.length > 0 ? listed : empty;
  const hints = renamed !== null ? renameHints : views.length === 0 ? emptyHints : listHints;
  return (
    <Dialog
      title="Saved views"
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={shown.length + linesBeside}
      wantedWidth={wantedWidth}
    >
      <Lines width={width} lines={shown} />
      <Line width={width} left={[]} />
      {renamed === null ? (
        <Line width={width} left={news ? [news] : []} />
      ) : (
        <TextPrompt
          value={renamed}
          width={width}
          onChange={setRenamed}
          onSubmit={rename}
          onCancel={() => setRenamed(null)}
        />
      )}
      <Line width={width} left={renamed !== null && news ? [news] : hintSegments(hints, width)} />
    </Dialog>
  );
}

function viewLine(
  { name, view, isConfigured }: NamedView,
  index: number,
  { at, width }: { readonly at: number; readonly width: number },
): readonly Segment[] {
  const isChosen = index === at;
  const digit = index < 9 ? String(index + 1) : ' ';
  const note = isConfigured ? '  config' : routeOfView(view) === undefined ? '  not in this version' : '';
  const label = `${isChosen ? '❯' : ' '} ${digit}  ${printable(name)}`;
  if (isChosen) return [{ text: pad(`${label}${note}`, width, 'left'), selected: true }];
  return [{ text: label }, { text: note, tone: 'muted' }];
}

const empty: readonly (readonly Segment[])[] = [[{ text: 'No view is saved yet.', tone: 'muted' }]];
const emptyHints: readonly Hint[] = [
  ['a', 'save this one'],
  ['Esc', 'close'],
];
const listHints: readonly Hint[] = [
  ['a', 'save this one', 'save'],
  ['⏎', 'go there', 'go'],
  ['Esc', 'close'],
  ['r', 'rename'],
  ['x', 'take away'],
];
const renameHints: readonly Hint[] = [
  ['⏎', 'rename'],
  ['Esc', 'keep the name'],
];
