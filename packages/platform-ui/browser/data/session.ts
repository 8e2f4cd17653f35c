import type { SessionAnswer, ShellSession, SignInWays, SignOutAnswer } from '../../src/wire/session.js';
import { uiPaths } from '../../src/wire/ui-paths.js';
import { api } from './api.js';
import { createStore } from './store.js';

/** Whether somebody is signed in. */
export type SessionState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'nobody'; readonly ways: SignInWays; readonly hasEnded: boolean }
  | { readonly kind: 'somebody'; readonly session: ShellSession }
  | { readonly kind: 'failed'; readonly error: Error };

export const sessionState = createStore<SessionState>({ kind: 'asking' });

/** Asks who is signed in, and announces it. */
export async function readSession(): Promise<void> {
  try {
    const answer = await api<SessionAnswer>(uiPaths.session);
    const hasEnded = sessionState.get().kind === 'somebody';
    sessionState.set(
      'session' in answer
        ? { kind: 'somebody', session: answer.session }
        : { kind: 'nobody', ways: answer.ways, hasEnded },
    );
  } catch (error) {
    sessionState.set({ kind: 'failed', error: error as Error });
  }
}

/** Signs in whoever sits at this machine. Only development platforms allow it. */
export async function signInHere(): Promise<void> {
  sessionState.set({ kind: 'somebody', session: await api<ShellSession>(uiPaths.session, { method: 'POST' }) });
}

/** Ends the session, and everything of it; at the identity provider too, where that has a page for it. */
export async function signOut(): Promise<void> {
  const { next } = await api<SignOutAnswer>(uiPaths.session, { method: 'DELETE' });
  if (next !== undefined) {
    location.assign(next);
    return;
  }
  sessionState.set({ kind: 'asking' });
  await readSession();
}
