import type { UnaskedAction } from '../../actions/action.ts';
import { reportMessage } from './action-messages.ts';
import type { Services } from './services.tsx';

/** Does an action, says how it went with the command that does the same, and keeps the way to undo it. */
export async function perform<Ref, Result>(
  { store, dispatch }: Services,
  action: UnaskedAction<Ref, never, Result>,
  ref: Ref,
  commandOf: (result: Result) => string | undefined,
): Promise<void> {
  const result = await action.run(store, ref);
  const report = action.report(result);
  if (!report.hasChanged) return dispatch({ type: 'say', message: reportMessage(report, undefined) });
  const { undo } = action;
  if (undo === undefined) return dispatch({ type: 'done', message: reportMessage(report, commandOf(result)) });
  const run = async () => {
    const text = await undo(store, ref, result);
    dispatch({ type: 'say', message: { tone: 'good', text } });
  };
  dispatch({ type: 'done', message: reportMessage(report, commandOf(result), 'u undoes it.'), undo: { run } });
}
