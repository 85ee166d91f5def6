import { keyFileReason, reserveKeyFile } from '../files/key-file.ts';
import { UserError } from '../model/user-error.ts';

/**
 * Runs an action that answers with a key and writes that key to a new file. Where the file cannot be made, nothing is done;
 * where the action fails, there is no file; where the key can no longer be written, `lost` says what that means.
 */
export async function withKeyFile<Answer extends { readonly apiKey: string }>(
  path: string,
  act: () => Promise<Answer>,
  lost: (reason: string, answer: Answer) => UserError,
): Promise<Answer> {
  const file = await reserveKeyFile(path).catch((error: unknown) => {
    throw refusal(path, error);
  });
  try {
    const answer = await act();
    await file.write(answer.apiKey).catch((error: unknown) => {
      throw lost(`${path} cannot be made: ${keyFileReason(error)}`, answer);
    });
    return answer;
  } finally {
    await file.release();
  }
}

function refusal(path: string, error: unknown): UserError {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
  return new UserError(`The key file ${path} cannot be made: ${keyFileReason(error)}. Nothing was changed.`, {
    nextStep: 'Name another file with --output.',
    exitCode: isTaken ? 2 : 1,
    cause: error,
  });
}
