import { withoutUndefined } from '@symphony-ts/contract';
import type { UiSignIn } from '@symphony-ts/platform';
import * as oidc from 'openid-client';
import type { PendingSignIn } from './pending-sign-in.js';

/** The address to send a person to, and what to remember until the person comes back. */
export interface Departure {
  readonly href: string;
  readonly pending: PendingSignIn;
}

/** The authorization code flow with PKCE, on the server: no token of the provider ever reaches a browser. */
export interface IdentityProvider {
  /**
   * Begins a sign-in that goes on at the path `to`. With `maxAge`, the provider asks who is there unless it did so within as many
   * seconds. Rejects if the provider does not answer.
   */
  readonly depart: (redirectUri: string, next: Pick<PendingSignIn, 'to' | 'maxAge' | 'replaces'>) => Promise<Departure>;
  /** The ID token for the code in `callback`. Rejects if the code does not belong to the pending sign-in. */
  readonly arrive: (callback: URL, pending: PendingSignIn) => Promise<string>;
  /**
   * Where the provider ends its own session of somebody who has signed out here, and then leads back to `backTo`; `undefined`
   * where it has no such page.
   */
  readonly leave: (backTo: string) => Promise<string | undefined>;
}

type Provider = NonNullable<UiSignIn['oidc']>;
const SCOPE = 'openid profile email';
/** A provider that is asked for a maximum age also reports when the person last signed in (`auth_time`). */
const YEAR_SECONDS = 365 * 86_400;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The provider's discovery document is read with the first sign-in, and again after a failure. */
export function createIdentityProvider({ issuer, clientId, clientSecret }: Provider): IdentityProvider {
  let known: Promise<oidc.Configuration> | undefined;
  const configuration = (): Promise<oidc.Configuration> => {
    known ??= discover();
    known.catch(() => (known = undefined));
    return known;
  };
  const discover = (): Promise<oidc.Configuration> => {
    const url = new URL(issuer);
    // A provider on this machine, as in tests, may do without TLS.
    const options = LOOPBACK.test(url.hostname) ? { execute: [oidc.allowInsecureRequests] } : {};
    const authentication = clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret);
    return oidc.discovery(url, clientId, clientSecret, authentication, options);
  };
  return {
    async depart(redirectUri, next) {
      const verifier = oidc.randomPKCECodeVerifier();
      const pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, ...next };
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: SCOPE,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: pending.state,
        nonce: pending.nonce,
        max_age: String(next.maxAge ?? YEAR_SECONDS),
      });
      return { href: url.href, pending };
    },
    async arrive(callback, { state, nonce, verifier, maxAge }) {
      const tokens = await oidc.authorizationCodeGrant(await configuration(), callback, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
        ...withoutUndefined({ maxAge }),
      });
      if (tokens.id_token === undefined) throw new Error('the identity provider sent no ID token');
      return tokens.id_token;
    },
    async leave(backTo) {
      const found = await configuration();
      if (found.serverMetadata().end_session_endpoint === undefined) return undefined;
      return oidc.buildEndSessionUrl(found, { post_logout_redirect_uri: backTo }).href;
    },
  };
}
