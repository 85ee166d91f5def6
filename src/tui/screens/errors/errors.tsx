import type { ScreenProps } from '../../context/screen.ts';
import { ErrorGroups } from './error-groups.tsx';
import { ErrorList } from './error-list.tsx';

/** The failed calls of the window: in groups of one problem each, or one by one. */
export function Errors(props: ScreenProps<'errors'>) {
  return props.view.isUngrouped ? <ErrorList {...props} /> : <ErrorGroups {...props} />;
}
