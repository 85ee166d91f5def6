import { Box } from 'ink';
import { auditColumns } from '../../../columns/audit.ts';
import { useLive } from '../../../live/use-live.ts';
import type { AuditEntry, AuditPage, AuditSort } from '../../../model/audit.ts';
import type { Id } from '../../../model/id.ts';
import { formatCount, formatId, zoneName } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { listSource } from '../../context/list-source.ts';
import { RecordList } from '../../context/record-list.tsx';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useCellContext } from '../../context/use-cell-context.ts';
import { useExports } from '../../context/use-exports.ts';
import { listView, useFilterInput, useListKeys, useViewedList } from '../../context/use-list-view.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { listWord, markWords, placeWords } from '../../list/list-words.ts';
import { TitleLine } from '../../list/title-line.tsx';
import type { Segment } from '../../theme/segments.ts';
import { targetOpening } from './target-opening.ts';

const sorts = [
  { id: 'time', label: 'Time', descending: true },
  { id: 'actor', label: 'Actor', descending: false },
  { id: 'action', label: 'Action', descending: false },
  { id: 'target', label: 'Target', descending: false },
] as const satisfies readonly { id: AuditSort; label: string; descending: boolean }[];

const longestName = 40;

/** Record of what administrators did, to everybody or to one user, the newest first. */
export function Audit(props: ScreenProps<'audit'>) {
  const { width, height, isActive, isTyping, isUtc } = props;
  const { userId } = props.args;
  const { store, clock, dispatch } = useServices();
  const view = listView<AuditSort>(props.view, sorts, 'time');
  const { filter, sort, descending } = view;
  const list = useViewedList<AuditEntry, AuditPage>(
    `audit ${userId} ${view.key}`,
    Math.max(1, height - 2),
    props.view,
    (place) => store.audit.page({ ...place, filter, sort, descending, ...(userId !== null && { userId }) }),
  );
  const { state, live, selected } = list;
  const input = useFilterInput(list, props);
  const areKeysActive = isActive && !isTyping;
  const opening = selected && targetOpening(selected);
  useListKeys(list, {
    view,
    sorts,
    noun: 'target',
    onOpen: () => typeof opening === 'object' && dispatch({ type: 'open', ...opening }),
    copied: ({ target }) => target,
    isActive: areKeysActive,
    openRefusal: typeof opening === 'string' ? opening : undefined,
  });
  const context = useCellContext(clock.now(), isUtc);
  useExports(areKeysActive, () => [
    listSource<AuditEntry, AuditEntry>(list, {
      name: 'audit',
      noun: { one: 'action', many: 'actions' },
      command: undefined,
      form: { columns: auditColumns, document: (entry) => entry },
      columns: auditColumns,
      context,
      nameOf: ({ target }) => ({ label: 'target', text: target }),
      complete: (entry) => entry,
      ask: (place) => store.audit.page({ ...place, filter, sort, descending, ...(userId !== null && { userId }) }),
    }),
  ]);
  useKeys('audit', { filter: () => dispatch({ type: 'typing', isTyping: true }) }, { isActive: areKeysActive });
  const page = live.data;
  const about = useUserName(userId);
  const count = page && (filter === '' && userId === null ? page.unfilteredTotal : page.total);
  const title: readonly Segment[] = [
    { text: ' Audit', tone: 'title' },
    { text: about === '' ? '' : `   ${about}`, tone: 'strong' },
    {
      text: count === undefined ? '' : `   ${formatCount(count)} ${count === 1 ? 'action' : 'actions'}`,
      tone: 'muted',
    },
    ...markWords(list.marked),
  ];
  return (
    <Box flexDirection="column" height={height} width={width}>
      <TitleLine
        width={width}
        left={title}
        right={placeWords(state, zoneName(clock.now(), isUtc), { left: title, width })}
        filter={input}
      />
      <RecordList
        list={list}
        columns={auditColumns}
        order={view}
        sorts={sorts}
        width={width}
        isUtc={isUtc}
        timeOf={({ dateTime }) => dateTime}
        empty={listWord(live, view, 'action', {
          text: userId === null ? 'Nothing was done yet.' : 'Nothing was done to this user that is recorded.',
          key: 'Esc',
          what: 'goes back',
        })}
      />
    </Box>
  );
}

/** The name of a user as it stands in the title; their id as long as it is not known, or they no longer exist. */
function useUserName(userId: Id | null): string {
  const { store } = useServices();
  const { data } = useLive(`audit of ${userId}`, async () =>
    userId === null ? null : ((await store.users.find({ id: userId })) ?? null),
  );
  if (userId === null) return '';
  return data ? printable(data.username, longestName) : `user #${formatId(userId)}`;
}
