import { type Naming, refusal } from './naming.ts';
import type { Setting } from './parameters.ts';

/** The choice that a setting names, or undefined if it is not given. Throws a PresentsError if it names none. */
export function oneOf<Choice>(
  setting: Setting | undefined,
  choices: Readonly<Record<string, Choice>>,
  naming: Naming,
): Choice | undefined {
  if (setting === undefined) return undefined;
  const { value, source } = setting;
  const chosen = Object.entries(choices).find(([name]) => name === value);
  if (chosen) return chosen[1];
  throw refusal(`${source} must be one of ${Object.keys(choices).join(', ')}.`, 'Change it, or leave it out.', naming);
}
