import type { ActionOptions } from '../store.ts';

/** The same context, in which the person acts who is named by the options of an action. */
export function actingAs<Context extends { readonly actor: string }>(
  context: Context,
  { actor = context.actor }: ActionOptions = {},
): Context {
  return { ...context, actor };
}
