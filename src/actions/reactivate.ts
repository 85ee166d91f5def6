import { activationAction } from './activation.ts';

/** Accepts a user's key again. */
export const reactivate = activationAction({
  command: 'user reactivate',
  undoneBy: 'user deactivate',
  summary: "accept a user's key again",
  verb: 'Reactivate',
  state: 'active',
  formerState: 'inactive',
  consequence: 'Calls with this key will be accepted from now on.',
  set: (store, who) => store.users.reactivate(who),
  unset: (store, who) => store.users.deactivate(who),
});
