import { type AsideAction, setAside, takeBack } from '../../../actions/set-aside.ts';
import { attentionFilter } from '../../../questions/attention-places.ts';
import { formatCount } from '../../../text/format.ts';
import { presentsCommand } from '../../../text/shell.ts';
import { perform } from '../../context/perform.ts';
import { useServices } from '../../context/services.tsx';
import { useActions } from '../../context/use-actions.ts';
import { whyOpening } from '../../context/why-opening.ts';
import { useKeys } from '../../keys/use-keys.ts';
import type { ListedLine } from './attention-page.ts';
import { lineOpening } from './line-opening.ts';

const nothing = 'There is no line to decide about.';

/** Place of the keys: whether they work, and whether the lines are judged by now. */
interface KeyPlace {
  readonly isActive: boolean;
  readonly isLive: boolean;
  readonly isUtc: boolean;
}

/** Answers the keys of the selected line, or of the marked ones. */
export function useAttentionKeys(
  line: ListedLine | undefined,
  marked: readonly ListedLine[],
  { isActive, isLive, isUtc }: KeyPlace,
): void {
  const services = useServices();
  const { run } = useActions();
  const { clock, databaseWords, dispatch, readOnlyReason } = services;
  const chosen = marked.length > 0 ? marked : line === undefined ? [] : [line];
  // Of lines of both kinds those are set aside that are not yet.
  const open = chosen.filter(({ isAside }) => !isAside);
  const action = open.length > 0 ? setAside : takeBack;
  const lines = open.length > 0 ? open : chosen;
  const commandOf = () => {
    const [only, another] = lines;
    return another === undefined && only ? presentsCommand(databaseWords, action.command, [only.id]) : undefined;
  };
  const asideNot = chosen.length === 0 ? nothing : readOnlyReason;
  const whyNot = line === undefined ? nothing : reasonAgainstWhy(line);
  useKeys(
    'attention',
    {
      aside: () => run(() => perform(services, action, { lines, at: clock.now() }, commandOf)),
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
      labels: { aside: labelOf(action, marked.length > 0 ? lines.length : 0) },
      reasons: {
        ...(asideNot !== undefined && { aside: asideNot }),
        ...(whyNot !== undefined && { why: whyNot }),
      },
    },
  );
}

function labelOf(action: AsideAction, count: number): string {
  const label = action === takeBack ? 'list again' : 'set aside';
  return count === 0 ? label : `${label} ${formatCount(count)}`;
}

/** Reason why nothing can be compared about a line; undefined if its calls can. */
function reasonAgainstWhy(line: ListedLine): string | undefined {
  const filter = attentionFilter(line);
  return 'window' in line && filter !== undefined ? undefined : 'Why compares calls, and this line is about none.';
}
