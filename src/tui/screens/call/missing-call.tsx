import { Box } from 'ink';
import type { Id } from '../../../model/id.ts';
import { errorText } from '../../../text/error-text.ts';
import { formatId } from '../../../text/format.ts';
import { Line } from '../../components/line.tsx';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { callKeys } from './call-keys.ts';
import type { ReadCall } from './use-stored-call.ts';

/** A call that is still being read, or is none. */
export function MissingCall(
  props: Pick<ScreenProps, 'width' | 'height' | 'isActive'> & { readonly id: Id; readonly live: ReadCall['live'] },
) {
  const { width, height, isActive, id, live } = props;
  const { dispatch } = useServices();
  const refused = () => (live.updatedAt ? 'The call is no longer in the log.' : 'The call is still being read.');
  useKeys('call', callKeys({ refused, close: () => dispatch({ type: 'close', isMarked: false }) }), { isActive });
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Line
        width={width}
        left={[
          { text: ` Call #${formatId(id)}`, tone: 'title' },
          { text: `   ${wordOf(live)}`, tone: 'muted' },
        ]}
      />
    </Box>
  );
}

function wordOf(live: ReadCall['live']): string {
  if (live.error) return errorText(live.error);
  return live.updatedAt ? 'is no longer in the log: it was cleaned up. Esc goes back.' : 'Reading …';
}
