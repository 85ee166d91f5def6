import { type ComponentType, memo } from 'react';
import type { Navigation } from '../context/navigation.ts';
import { findBinding, type Scope } from '../keys/keymap.ts';
import { Cache } from '../screens/cache/cache.tsx';
import { Call } from '../screens/call/call.tsx';
import { Errors } from '../screens/errors/errors.tsx';
import { Product } from '../screens/product/product.tsx';
import { System } from '../screens/system/system.tsx';
import { userKey } from '../screens/user/data.ts';
import { User } from '../screens/user/user.tsx';
import { Users } from '../screens/users/users.tsx';

/** What the frame tells a screen's slot. */
export interface SlotProps {
  readonly navigation: Navigation;
  readonly width: number;
  readonly height: number;
  readonly isActive: boolean;
}

/** A screen, when it is shown, and whether it stays (asleep) while it is not. */
export interface ScreenSlot {
  readonly id: string;
  readonly scopes: readonly Scope[];
  /** Whether what it shows is of the window, so that a pinned one is told in the header and left with Esc. */
  readonly showsWindow: boolean;
  readonly isShown: (navigation: Navigation) => boolean;
  readonly isKept: (navigation: Navigation) => boolean;
  readonly Screen: ComponentType<SlotProps>;
}

const UsersSlot = memo(Users);
const UserSlot = memo(User);
const SystemSlot = memo(System);
const ErrorsSlot = memo(Errors);
const CallSlot = memo(Call);
const CacheSlot = memo(Cache);
const ProductSlot = memo(Product);

/** Every screen; a new one is one entry here. */
export const screens: readonly ScreenSlot[] = [
  {
    id: 'users',
    scopes: ['users', 'list'],
    showsWindow: true,
    isShown: ({ screen, opened }) => screen === 'users' && opened.users === null,
    isKept: ({ visited }) => visited.includes('users'),
    Screen: ({ navigation: { isUtc, window }, ...size }) => <UsersSlot {...size} isUtc={isUtc} window={window} />,
  },
  {
    id: 'user',
    scopes: ['user'],
    showsWindow: true,
    isShown: ({ screen, opened }) => screen === 'users' && opened.users !== null,
    isKept: ({ opened }) => opened.users !== null,
    Screen: ({ navigation: { isUtc, window, opened }, ...size }) =>
      opened.users !== null && (
        <UserSlot key={userKey(opened.users)} {...size} isUtc={isUtc} window={window} who={opened.users} />
      ),
  },
  {
    id: 'system',
    scopes: ['system'],
    showsWindow: true,
    isShown: ({ screen }) => screen === 'system',
    isKept: ({ visited }) => visited.includes('system'),
    Screen: ({ navigation: { isUtc, window }, ...size }) => <SystemSlot {...size} isUtc={isUtc} window={window} />,
  },
  {
    id: 'errors',
    scopes: ['errors', 'list'],
    showsWindow: true,
    isShown: ({ screen, opened }) => screen === 'errors' && opened.errors === null,
    isKept: ({ visited }) => visited.includes('errors'),
    // Opened with another filter from elsewhere it begins anew.
    Screen: ({ navigation: { isUtc, window, errorFilter }, ...size }) => (
      <ErrorsSlot key={errorFilter.count} {...size} isUtc={isUtc} window={window} initialFilter={errorFilter.text} />
    ),
  },
  {
    id: 'call',
    scopes: ['call'],
    showsWindow: false,
    isShown: ({ screen, opened }) => screen === 'errors' && opened.errors !== null,
    isKept: ({ opened }) => opened.errors !== null,
    Screen: ({ navigation: { isUtc, window, opened }, ...size }) =>
      opened.errors !== null && (
        <CallSlot key={opened.errors} {...size} isUtc={isUtc} window={window} callId={opened.errors} />
      ),
  },
  {
    id: 'cache',
    scopes: ['cache', 'list'],
    showsWindow: false,
    isShown: ({ screen, opened }) => screen === 'cache' && opened.cache === null,
    isKept: ({ visited }) => visited.includes('cache'),
    Screen: ({ navigation: { isUtc, window }, ...size }) => <CacheSlot {...size} isUtc={isUtc} window={window} />,
  },
  {
    id: 'product',
    scopes: ['product'],
    showsWindow: false,
    isShown: ({ screen, opened }) => screen === 'cache' && opened.cache !== null,
    isKept: ({ opened }) => opened.cache !== null,
    Screen: ({ navigation: { isUtc, window, opened }, ...size }) =>
      opened.cache !== null && (
        <ProductSlot key={opened.cache} {...size} isUtc={isUtc} window={window} entryId={opened.cache} />
      ),
  },
];

/** The scopes whose keys work on the screen that is shown. */
export function scopesOf(navigation: Navigation): readonly Scope[] {
  return shownSlot(navigation)?.scopes ?? [];
}

/** Whether the screen that is shown looks at the window. */
export function showsWindow(navigation: Navigation): boolean {
  return shownSlot(navigation)?.showsWindow ?? false;
}

/** Whether the screen that is shown answers Esc itself: it clears its own things first, and passes on what it does not need. */
export function hasOwnClose(navigation: Navigation): boolean {
  return findBinding('escape', scopesOf(navigation)) !== undefined;
}

function shownSlot(navigation: Navigation): ScreenSlot | undefined {
  return screens.find((slot) => slot.isShown(navigation));
}
