import { type ReactElement, useState } from 'react';
import type { ShellSession } from '../../src/wire/session.js';
import { uiPaths } from '../../src/wire/ui-paths.js';
import { api } from '../data/api.js';
import { confirmation } from '../data/confirmation.js';
import { useStore } from '../data/store.js';
import { Dialog } from '../kit/dialog.js';
import { Failure } from '../kit/states.js';

/** Asks a person who changes keys or roles to confirm who they are, when the platform requires it. */
export function ConfirmDialog({ session }: { readonly session: ShellSession }): ReactElement | null {
  const waiting = useStore(confirmation);
  const [error, setError] = useState<Error>();
  if (!waiting) return null;
  const settle = (isConfirmed: boolean): void => {
    setError(undefined);
    waiting.settle(isConfirmed);
  };
  const confirmHere = (): void => {
    api(uiPaths.confirmation, { method: 'POST' }).then(() => settle(true), setError);
  };
  const { provider, user } = session;
  return (
    <Dialog title="Confirm that it is you" onClose={() => settle(false)}>
      <p>You signed in a while ago. Keys and roles are changed only by somebody who has just signed in.</p>
      {provider && (
        <p>{provider.name} asks who you are and leads back to this page. What you typed here is not kept.</p>
      )}
      {error && <Failure title="You were not confirmed." error={error} />}
      <div className="dialog__actions">
        <button type="button" className="button" onClick={() => settle(false)}>
          Cancel
        </button>
        {provider ? (
          <a className="button button--primary" href={signInAgain(provider.href)}>
            Sign in with {provider.name}
          </a>
        ) : (
          <button type="button" className="button button--primary" onClick={confirmHere}>
            Continue as {user.name}
          </button>
        )}
      </div>
    </Dialog>
  );
}

const signInAgain = (href: string): string =>
  `${href}?again=1&to=${encodeURIComponent(location.pathname + location.search)}`;
