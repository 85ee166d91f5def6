import { type ComponentType, memo } from 'react';
import type { View } from '../context/route.ts';
import type { ScreenProps } from '../context/screen.ts';
import type { ArgsOf, ScreenId } from '../keys/screens.ts';
import { Attention } from '../screens/attention/attention.tsx';
import { Audit } from '../screens/audit/audit.tsx';
import { Cache } from '../screens/cache/cache.tsx';
import { Call } from '../screens/call/call.tsx';
import { Calls } from '../screens/calls/calls.tsx';
import { Errors } from '../screens/errors/errors.tsx';
import { Product } from '../screens/product/product.tsx';
import { System } from '../screens/system/system.tsx';
import { User } from '../screens/user/user.tsx';
import { Users } from '../screens/users/users.tsx';
import { Why } from '../screens/why/why.tsx';

/** The component of every screen; the rest of what a screen is stands in `keys/screens.ts`. Each is drawn again only if what it is told changed. */
const components: { readonly [S in ScreenId]: ComponentType<ScreenProps<S>> } = {
  attention: memo(Attention),
  users: memo(Users),
  user: memo(User),
  system: memo(System),
  errors: memo(Errors),
  calls: memo(Calls),
  why: memo(Why),
  call: memo(Call),
  cache: memo(Cache),
  audit: memo(Audit),
  product: memo(Product),
};

/** The screen of a route. */
export function RouteScreen<S extends ScreenId>({
  route: { screen, args, view },
  ...frame
}: {
  readonly route: { readonly screen: S; readonly args: ArgsOf<S>; readonly view: View };
} & Omit<ScreenProps<S>, 'args' | 'view'>) {
  const Component: ComponentType<ScreenProps<S>> = components[screen];
  return <Component {...frame} args={args} view={view} />;
}
