import { activationAction } from './activation.ts';

/** Refuses a user's key. Nothing is deleted. */
export const deactivate = activationAction({
  command: 'user deactivate',
  undoneBy: 'user reactivate',
  summary: "stop accepting a user's key",
  verb: 'Deactivate',
  state: 'inactive',
  formerState: 'active',
  consequence: 'Calls with this key will be rejected from now on. The user can be reactivated.',
  set: (store, who) => store.users.deactivate(who),
  unset: (store, who) => store.users.reactivate(who),
});
