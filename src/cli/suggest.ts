/** How many single-letter slips (one more, one less, another, two swapped) lie between two words. */
function slips(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= from.length; i++) {
    const above = rows[i - 1] ?? [];
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        (above[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (above[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows[i] = row;
  }
  return rows[from.length]?.[to.length] ?? 0;
}

/** The slips of one word, or infinitely many where it is rather another word than a mistyped one. */
function wordDistance(typed: string, meant: string): number {
  const distance = slips(typed.toLowerCase(), meant);
  return distance <= Math.max(1, Math.floor(meant.length * 0.4)) ? distance : Number.POSITIVE_INFINITY;
}

/** To leave out the group is a greater mistake than a slip in each of two words. */
const forgottenGroup = 2.5;

function wordsDistance(typed: readonly string[], words: readonly string[]): number {
  return words.reduce((sum, word, index) => sum + wordDistance(typed[index] ?? '', word), 0);
}

/** The command (as `user list`) that the typed words most likely mean, or undefined where none is near. */
export function nearestCommand(typed: readonly string[], commands: readonly string[]): string | undefined {
  const isInGroup = commands.some((command) => command.startsWith(`${typed[0]} `));
  const distance = (command: string) => {
    const words = command.split(' ');
    const whole = wordsDistance(typed, words);
    // `presents deactivate` means `presents user deactivate`: where no group is named, the last word is enough.
    return isInGroup ? whole : Math.min(whole, wordsDistance(typed, words.slice(-1)) + forgottenGroup);
  };
  const ranked = commands
    .map((command) => ({ command, distance: distance(command) }))
    .filter((candidate) => Number.isFinite(candidate.distance))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.command;
}
