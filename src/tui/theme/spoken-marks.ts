/** Parts of a screen that is read out: the state of the data and messages are read when they change by themselves, too. */
export const sectionKinds = ['state', 'screen', 'message', 'keys', 'dialog'] as const;
export type SectionKind = (typeof sectionKinds)[number];

/** Noncharacters of Unicode: what is read from a database has none of them once it is printable, and Ink drops control characters. */
const SECTION = '\ufdd0';
const PROMPT = '\ufdd1';

/** The line that begins a part. */
export function sectionMark(kind: SectionKind, id: string): string {
  return `${SECTION}${kind} ${id}`;
}

/** The part of a line that is typed; `name` is that of the prompt, or what stands beside it in the line. */
export function promptMark(name: string, typed: string): string {
  return `${PROMPT}${name}${PROMPT}${typed}${PROMPT}`;
}

/** A part of a screen: its lines without its prompt, and that. */
export interface SpokenSection {
  readonly kind: SectionKind;
  readonly id: string;
  readonly lines: readonly string[];
  readonly prompt: { readonly name: string; readonly typed: string } | null;
}

/** The parts of a screen as Ink writes it for screen readers: a line for each text, with the marks above. */
export function sectionsOf(frame: string): readonly SpokenSection[] {
  const sections: { kind: SectionKind; id: string; lines: string[]; prompt: SpokenSection['prompt'] }[] = [];
  for (const raw of frame.split('\n')) {
    const mark = raw.indexOf(SECTION);
    const line = (mark < 0 ? raw : raw.slice(0, mark)).trim();
    if (line !== '') addLine(sections.at(-1), line);
    const begun = mark < 0 ? undefined : /^(\w+) (.*)$/s.exec(raw.slice(mark + 1).trimEnd());
    const kind = sectionKinds.find((known) => known === begun?.[1]);
    if (begun && kind) sections.push({ kind, id: begun[2] ?? '', lines: [], prompt: null });
  }
  return sections;
}

function addLine(section: { lines: string[]; prompt: SpokenSection['prompt'] } | undefined, line: string): void {
  if (section === undefined) return;
  const [before = '', name, typed, after = ''] = line.split(PROMPT);
  if (typed === undefined) section.lines.push(line);
  else
    section.prompt = {
      name: [name || before.trim().replace(/:$/, ''), after.trim()].filter(Boolean).join(', '),
      typed,
    };
}
