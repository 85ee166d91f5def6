import { PresentsError } from '../../model/presents-error.ts';
import { errorText } from '../../text/error-text.ts';
import type { Finding } from '../doctor.ts';

/** A check: its subject, and the work that finds out about it. */
export interface Check {
  readonly subject: string;
  readonly look: () => Promise<readonly NamelessFinding[]> | readonly NamelessFinding[];
}

/** A finding of a check, which knows its subject. */
export type NamelessFinding = Omit<Finding, 'subject'>;

/** Looks at one subject after another, and goes on where one cannot be looked at. */
export async function runChecks(checks: readonly Check[], tell: (finding: Finding) => void): Promise<void> {
  for (const { subject, look } of checks) {
    for (const finding of await lookAt(look)) tell({ subject, ...finding });
  }
}

async function lookAt(look: Check['look']): Promise<readonly NamelessFinding[]> {
  try {
    return await look();
  } catch (error) {
    return [faultFinding(error)];
  }
}

/** The finding that something could not be looked at. */
export function faultFinding(error: unknown): NamelessFinding {
  const text = errorText(error);
  if (!(error instanceof PresentsError)) return { state: 'bad', text };
  const { nextStep, command } = error;
  return { state: 'bad', text, ...(nextStep !== '' && { nextStep }), ...(command !== undefined && { command }) };
}
