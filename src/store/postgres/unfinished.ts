/** Stands for a part that is being written: throws as soon as it is used. */
export function unfinished(name: string): never {
  const fail = (): never => {
    throw new Error(`${name} is not written yet`);
  };
  return new Proxy(fail, { get: fail, apply: fail }) as never;
}
