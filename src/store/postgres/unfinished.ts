/** Stands for a part that is being written. */
export function unfinished(name: string): never {
  throw new Error(`${name} is not written yet`);
}
