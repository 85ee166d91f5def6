import { setAside, takeBack } from '../../../actions/set-aside.ts';
import { attentionFilter } from '../../../questions/attention-places.ts';
import { presentsCommand } from '../../../text/shell.ts';
import { perform } from '../../context/perform.ts';
import { useServices } from '../../context/services.tsx';
import { useActions } from '../../context/use-actions.ts';
import { whyOpening } from '../../context/why-opening.ts';
import { useKeys } from '../../keys/use-keys.ts';
import type { ListedLine } from './attention-page.ts';
import { lineOpening } from './line-opening.ts';

const nothing = 'There is no line to decide about.';

/** Answers the keys of the selected line. */
export function useAttentionKeys(
  line: ListedLine | undefined,
  { isActive, isLive, isUtc }: { readonly isActive: boolean; readonly isLive: boolean; readonly isUtc: boolean },
): void {
  const services = useServices();
  const { run } = useActions();
  const { clock, databaseWords, dispatch, readOnlyReason } = services;
  const asideNot = line === undefined ? nothing : readOnlyReason;
  const whyNot = line === undefined ? nothing : reasonAgainstWhy(line);
  useKeys(
    'attention',
    {
      aside: () => {
        if (line === undefined) return;
        const action = line.isAside ? takeBack : setAside;
        const command = presentsCommand(databaseWords, action.command, [line.id]);
        run(() => perform(services, action, { lines: [line], at: clock.now() }, () => command));
      },
      why: () => {
        if (line === undefined) return;
        const { opening } = lineOpening(line, isLive);
        const { filter = '', window } = opening;
        if (window === undefined) return;
        dispatch({ type: 'open', ...whyOpening({ filter, window, isSpan: false }, { now: clock.now(), isUtc }) });
      },
    },
    {
      isActive,
      labels: line?.isAside ? { aside: 'list again' } : {},
      reasons: {
        ...(asideNot !== undefined && { aside: asideNot }),
        ...(whyNot !== undefined && { why: whyNot }),
      },
    },
  );
}

/** Reason why nothing can be compared about a line; undefined if its calls can. */
function reasonAgainstWhy(line: ListedLine): string | undefined {
  const filter = attentionFilter(line);
  return 'window' in line && filter !== undefined ? undefined : 'Why compares calls, and this line is about none.';
}
