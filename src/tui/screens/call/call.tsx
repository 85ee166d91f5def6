import { Box } from 'ink';
import { useNow } from '../../../live/use-now.ts';
import type { StoredCall } from '../../../model/call.ts';
import { ageStepMs } from '../../../text/format.ts';
import { Line, Lines } from '../../components/line.tsx';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { differenceTitle } from './difference-title.ts';
import { DifferenceView } from './difference-view.tsx';
import { fieldLines } from './fields.ts';
import { layoutCall } from './layout.ts';
import { MissingCall } from './missing-call.tsx';
import { PayloadPanes } from './payload-panes.tsx';
import { SearchLine } from './search-line.tsx';
import { TitleLine } from './title-line.tsx';
import { useCallParts } from './use-call-parts.ts';
import { type Trees, useStoredCall } from './use-stored-call.ts';

/** One call with all that was logged of it. */
export function Call(props: ScreenProps<'call'>) {
  const { width, height, isActive, args } = props;
  const { live, call, trees } = useStoredCall(args.id);
  if (call === undefined || trees === undefined)
    return <MissingCall width={width} height={height} isActive={isActive} id={args.id} live={live} />;
  return <FoundCall {...props} key={`${typeof args.id} ${args.id}`} call={call} trees={trees} />;
}

function FoundCall(props: ScreenProps<'call'> & { readonly call: StoredCall; readonly trees: Trees }) {
  const { width, height, isTyping, isUtc, call, trees } = props;
  const { clock } = useServices();
  const now = useNow(call.dateTime ? ageStepMs(call.dateTime, clock.now()) : null);
  const fields = fieldLines(call, { now, isUtc, width: width - 2, height });
  const layout = layoutCall(width, height, fields.length);
  const { payloads, search, difference, isRevealed, path } = useCallParts(props, call, trees, layout);
  return (
    <Box flexDirection="column" width={width} height={height}>
      <TitleLine call={call} width={width} path={path} isRevealed={isRevealed} />
      {difference ? (
        <Line width={width} left={differenceTitle(call, difference)} />
      ) : (
        <SearchLine search={search} isTyping={isTyping} width={width} />
      )}
      <Lines width={width} lines={fields.map((line) => [{ text: ' ' }, ...line])} />
      {layout.hasGap && <Line width={width} left={[]} />}
      {difference ? (
        <DifferenceView difference={difference} width={width} height={layout.rowsHeight} isRevealed={isRevealed} />
      ) : (
        <PayloadPanes view={payloads} layout={layout} width={width} pattern={search.run.pattern} />
      )}
    </Box>
  );
}
