import { type ReactElement, useState } from 'react';
import type { SignInWays } from '../../src/wire/session.js';
import { usePlace } from '../context/router.js';
import { signInHere } from '../data/session.js';
import { Mark } from '../kit/icon.js';
import { Failure } from '../kit/states.js';

/** Asks the person to sign in. */
export function SignIn({ ways, hasEnded }: { readonly ways: SignInWays; readonly hasEnded: boolean }): ReactElement {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const begin = (): void => {
    setBusy(true);
    setFailure(undefined);
    signInHere().catch((error: Error) => {
      setFailure(error);
      setBusy(false);
    });
  };
  const { provider, development, product } = ways;
  const hasFailed = usePlace().query.get('sign-in') === 'failed';
  return (
    <main className="sign-in">
      <div className="sign-in__card">
        <span className="sign-in__mark">
          <Mark size={44} />
        </span>
        <h1>{product.name}</h1>
        {hasFailed && (
          <div className="notice notice--danger" role="alert">
            <p>You were not signed in. Try again, or ask an administrator of the platform.</p>
          </div>
        )}
        <p>
          {hasEnded
            ? 'Your session has ended. Sign in again to go on.'
            : 'Sign in to use the extensions of this platform.'}
        </p>
        {provider && (
          <a className="button button--primary" href={`${provider.href}?to=${encodeURIComponent(location.pathname)}`}>
            Sign in with {provider.name}
          </a>
        )}
        {development && (
          <button
            type="button"
            className={provider ? 'button' : 'button button--primary'}
            disabled={isBusy}
            onClick={begin}
          >
            Continue as developer
          </button>
        )}
        {development && <p>This is a development platform: whoever uses this machine is an administrator.</p>}
        {!provider && !development && (
          <p>
            Nobody can sign in here yet: start the platform with an identity provider (--oidc-issuer), or with --dev.
          </p>
        )}
        {failure && <Failure title="You were not signed in." error={failure} />}
      </div>
    </main>
  );
}
