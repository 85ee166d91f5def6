interface InParts {
  readonly scan?: { readonly isComplete: boolean; readonly foundCount: number };
}

/** True for an answer that holds what was found so far. */
export function isPart({ scan }: InParts): boolean {
  return scan !== undefined && !scan.isComplete;
}

/** A word that names the part which an answer holds among others, for keys of questions that say nothing of it themselves. */
export function partOf(answer: InParts | undefined): string {
  const scan = answer?.scan;
  return scan === undefined ? '' : `${scan.isComplete ? 'all' : 'part'} ${scan.foundCount}`;
}
