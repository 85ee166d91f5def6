/** A command that the dashboard offers to run as it is typed in a shell. */
export interface CommandTask {
  /** The command without `presents` and without the database. */
  readonly line: string;
  readonly about: string;
  /** True if it says more, or another thing, with other words: it is shown to be changed before it runs. */
  readonly isEdited: boolean;
}

/** Commands that have no key and no screen: what they write is shown in a box. */
export const commandTasks: readonly CommandTask[] = [
  { line: 'doctor', about: 'look for what is wrong with the database', isEdited: false },
  {
    line: 'report --hours 24 --out report.html',
    about: 'a page about a window, for mails and tickets',
    isEdited: true,
  },
  { line: 'user create --from-file users.txt --output keys.csv', about: 'create many users', isEdited: true },
  { line: 'init --yes', about: 'add what is missing to the database', isEdited: true },
  { line: 'maintain --dry-run', about: 'make partitions of the log ahead, drop old ones', isEdited: true },
  { line: 'copy --from OLD --to NEW', about: 'copy a database into a new one', isEdited: true },
  { line: "check --fail-if 'error_rate>5%'", about: 'is anything wrong, by limits', isEdited: true },
  { line: 'config', about: 'the settings in force, and where they come from', isEdited: false },
  { line: 'version', about: 'this program, and what it runs on', isEdited: false },
];

/** Commands that show a key once, or fill the terminal themselves, and why they are not run in a box. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [/^$/, 'Type a command, such as doctor.'],
  [/^demo\b/, 'The demo is a dashboard of its own: start it in a shell.'],
  [
    /^user regenerate-key\b(?!.*--output)/,
    'The new key would stand here in the open. Add --output FILE, or use ! on Users.',
  ],
  [/^user create\b(?!.*--output)/, 'The new key would stand here in the open. Add --output FILE, or use a on Users.'],
];

/** The sentence why a command is not run in the dashboard; undefined if it is. */
export function refusalOf(words: readonly string[]): string | undefined {
  const line = words.join(' ');
  return refusals.find(([pattern]) => pattern.test(line))?.[1];
}
