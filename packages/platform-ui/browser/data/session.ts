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

/** Reads who is signed in, and publishes it in the store. */
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

/** Signs in the user of this machine. Only development platforms allow it. */
export async function signInHere(): Promise<void> {
  sessionState.set({ kind: 'somebody', session: await api<ShellSession>(uiPaths.session, { method: 'POST' }) });
}

/** Ends the session and its keys. If the identity provider has a page for signing out, it opens that page. */
export async function signOut(): Promise<void> {
  const { next } = await api<SignOutAnswer>(uiPaths.session, { method: 'DELETE' });
  if (next !== undefined) {
    location.assign(next);
    return;
  }
  sessionState.set({ kind: 'asking' });
  await readSession();
}
