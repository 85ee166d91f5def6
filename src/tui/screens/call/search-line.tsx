import { Box } from 'ink';
import { printable } from '../../../text/printable.ts';
import { Line } from '../../components/line.tsx';
import { TextPrompt } from '../../components/text-prompt.tsx';
import type { Search } from './use-search.ts';

const LONGEST_INPUT = 40;

/** The line of the search: what is searched for, and how often it is there; blank where nothing is. */
export function SearchLine(props: { readonly search: Search; readonly isTyping: boolean; readonly width: number }) {
  const { search, isTyping, width } = props;
  const { query } = search.run;
  const count = {
    text: `   ${search.count}`,
    tone: search.count === 'no match' ? ('warn' as const) : ('muted' as const),
  };
  const sign = { text: ' / ', tone: 'accent' as const, bold: true };
  if (!isTyping) {
    if (query === '') return <Line width={width} left={[]} />;
    return <Line width={width} left={[sign, { text: printable(query, width), tone: 'accent' }, count]} />;
  }
  const inputWidth = Math.max(4, Math.min(LONGEST_INPUT, width - 24));
  return (
    <Box>
      <Line width={3} left={[sign]} />
      <TextPrompt
        value={query}
        width={inputWidth}
        placeholder="key or value"
        onChange={search.change}
        onSubmit={search.keep}
        onCancel={search.clear}
      />
      <Line width={Math.max(0, width - inputWidth - 3)} left={[count]} />
    </Box>
  );
}
