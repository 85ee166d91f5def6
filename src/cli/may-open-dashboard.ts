const ASKS_OTHERWISE = /^(?:-h|--help|--version|--json)$/;

/**
 * Tells whether a command line may open the dashboard, before it is parsed: each word is an option, or stands behind one as its
 * value may. A wrong guess does no harm.
 */
export function mayOpenDashboard(argv: readonly string[]): boolean {
  return argv.every((word, index) => {
    const isValue = argv[index - 1]?.startsWith('-') === true;
    return word.startsWith('-') ? !ASKS_OTHERWISE.test(word) : isValue;
  });
}
