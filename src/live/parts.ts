/** True for an answer that holds what was found so far. */
export function isPart({ scan }: { readonly scan?: { readonly isComplete: boolean } }): boolean {
  return scan !== undefined && !scan.isComplete;
}
