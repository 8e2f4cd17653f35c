import { DEFAULT_GROUPS_CLAIM } from '../people/oidc-verifier.js';
import type { SignInSettings } from '../routes/people-routes.js';
import type { ResolvedOptions } from './platform-options.js';

/** What administrators are shown of how people sign in. The client's secret is not among it. */
export function signInSettings({
  oidc,
  devSignIn,
  sessionMs,
}: Pick<ResolvedOptions, 'oidc' | 'devSignIn' | 'sessionMs'>): SignInSettings {
  if (!oidc) return { development: devSignIn, sessionMs };
  const { issuer, clientId, groupsClaim = DEFAULT_GROUPS_CLAIM } = oidc;
  return { development: devSignIn, sessionMs, provider: { issuer, clientId, groupsClaim } };
}
