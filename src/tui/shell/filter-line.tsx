import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { termsOf } from '../../filter/combine.ts';
import { completionsAt, isHalfTyped, withoutWordAt } from '../../filter/complete.ts';
import { parseFilter } from '../../filter/parse.ts';
import type { Query } from '../../filter/query.ts';
import { Line, Lines, Painted } from '../components/line.tsx';
import { Section } from '../components/section.tsx';
import { TextPrompt } from '../components/text-prompt.tsx';
import type { View } from '../context/route.ts';
import { useServices } from '../context/services.tsx';
import { useKnownValues } from '../context/use-known-values.ts';
import { useDialogKeys } from '../keys/use-keys.ts';
import type { Segment } from '../theme/segments.ts';
import { useTheme } from '../theme/use-theme.ts';
import { completionLines, faultLine, hintLine } from './filter-line-words.ts';

const mark = ' / ';
const placeholder = 'status:5xx -user:acme-* ms:>=800';

/**
 * The line that the filter is typed into, over the top of the screen: the fault below its place, and the ways to go on. The calls
 * follow while it is typed, except where that means to read payloads; then Return asks.
 */
export function FilterLine(props: {
  readonly view: View;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}) {
  const { view, width, top, height } = props;
  const { dispatch, filterHistory } = useServices();
  const { isSpoken } = useTheme();
  const [before] = useState(view.filter);
  const [line, setLine] = useState(() => lineOf(before === '' ? '' : `${before} `));
  const [chosen, setChosen] = useState<number | null>(null);
  const recent = filterHistory.list();
  const known = useKnownValues(view, line.text, recent);
  const completions = completionsAt(line.text, line.cursor, known);
  const parsed = parseFilter(line.text);
  const fault = 'fault' in parsed ? parsed.fault : undefined;
  const apply = (filter: string): void => dispatch({ type: 'view', change: { filter } });
  const end = (filter: string): void => {
    apply(filter);
    dispatch({ type: 'typing', isTyping: false });
  };
  const edit = (next: { readonly text: string; readonly cursor: number }): void => {
    setLine(next);
    setChosen(null);
    // What is half typed would be a fault, or another word: until then the rest is shown.
    const isHalf = 'fault' in parseFilter(next.text) || isHalfTyped(next.text, next.cursor, known);
    const shown = isHalf ? withoutWordAt(next.text, next.cursor) : next.text;
    const query = parseFilter(shown);
    if (next.text !== line.text && !('fault' in query) && !readsPayloads(query.query)) apply(shown.trim());
  };
  const takeSuggestion = (): void => {
    if (fault?.suggestion === undefined) return;
    const { at, length, suggestion } = fault;
    const text = line.text.slice(0, at) + suggestion + line.text.slice(at + length);
    edit({ text, cursor: Math.max(at + suggestion.length, line.cursor + text.length - line.text.length) });
  };
  const submit = (): void => {
    const taken = chosen === null ? undefined : completions[chosen];
    if (taken) edit(taken);
    else if (fault === undefined) {
      const filter = line.text.trim();
      if (filter !== '') filterHistory.add(filter);
      end(filter);
    }
  };
  // Up on an empty line goes through the filters of before, and on from there.
  const past = line.text === '' ? -1 : recent.indexOf(line.text);
  useDialogKeys((key) => {
    const completion = completions[chosen ?? 0];
    if (key === 'tab') {
      if (chosen === null && fault?.suggestion !== undefined) takeSuggestion();
      else if (completion) edit(completion);
    } else if (key === 'up' && chosen !== null) setChosen(chosen === 0 ? null : chosen - 1);
    else if (key === 'up' && (line.text === '' || past >= 0)) edit(lineOf(recent[past + 1] ?? line.text));
    else if (key === 'down' && chosen === null && past >= 0) edit(lineOf(recent[past - 1] ?? ''));
    else if (key === 'down') setChosen(Math.min(completions.length - 1, (chosen ?? -1) + 1));
  });
  const lines = [
    fault ? faultLine(line.text, fault, width) : hintLine(line.text, width),
    ...completionLines(completions, chosen, { room: height - 2, width, onClick: edit }),
  ];
  const prompt = (
    <TextPrompt
      value={line.text}
      width={width - mark.length}
      placeholder={placeholder}
      name="Filter"
      kept={{ cursor: line.cursor, onEdit: edit }}
      onChange={() => {}}
      onSubmit={submit}
      onCancel={() => end(before)}
    />
  );
  if (isSpoken) return <SpokenFilterLine lines={lines}>{prompt}</SpokenFilterLine>;
  return (
    <Box position="absolute" top={top} left={0} width={width} height={1 + lines.length} flexDirection="column">
      <Box position="absolute">
        <Painted text={Array.from({ length: 1 + lines.length }, () => ' '.repeat(width)).join('\n')} />
      </Box>
      <Box>
        <Line width={mark.length} left={[{ text: mark, tone: 'accent', bold: true }]} />
        {prompt}
      </Box>
      {lines.map((segments, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a line on the screen
        <Line key={place} width={width} left={segments} />
      ))}
    </Box>
  );
}

function SpokenFilterLine(props: { readonly lines: readonly (readonly Segment[])[]; readonly children: ReactNode }) {
  return (
    <Box flexDirection="column">
      <Section kind="dialog" id="filter" />
      <Lines width={0} lines={props.lines} />
      {props.children}
    </Box>
  );
}

function lineOf(text: string) {
  return { text, cursor: text.length };
}

function readsPayloads(query: Query): boolean {
  return termsOf(query).some(({ kind }) => kind === 'payload' || kind === 'body');
}
