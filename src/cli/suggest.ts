import { editDistance } from '../text/edit-distance.ts';

/** The slips of one word, or infinitely many if it is rather another word than a mistyped one. */
function wordDistance(typed: string, meant: string): number {
  const distance = editDistance(typed.toLowerCase(), meant);
  return distance <= Math.max(1, Math.floor(meant.length * 0.4)) ? distance : Number.POSITIVE_INFINITY;
}

/** To leave out the group is a greater mistake than a slip in each of two words. */
const forgottenGroup = 2.5;

function wordsDistance(typed: readonly string[], words: readonly string[]): number {
  return words.reduce((sum, word, index) => sum + wordDistance(typed[index] ?? '', word), 0);
}

/** The command (as `user list`) that the typed words most likely mean, or undefined if none is near. */
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
