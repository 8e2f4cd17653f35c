import { httpPaths } from '@symphony-ts/contract';
import type { SignInSettings } from '@symphony-ts/platform/internal';
import type { ReactElement } from 'react';
import { uiPaths } from '../../../src/wire/ui-paths.js';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { durationText } from '../../kit/format.js';
import { QueryView } from '../../kit/query-view.js';
import { AdminPage } from '../kit/admin-page.js';

/** Shows how people sign in. The start options of the platform decide this, so the page cannot change it. */
export default function SignInPage(): ReactElement {
  const query = useQuery('sign-in', (signal) => api<SignInSettings>(httpPaths.signInSettings, { signal }));
  return (
    <AdminPage
      path="/settings/sign-in"
      title="Sign-in"
      about="How people sign in here. Whoever starts the platform sets it."
    >
      <QueryView query={query} failure="The settings could not be loaded.">
        {({ development, provider, sessionMs }) => (
          <>
            {development && (
              <div className="notice notice--warning">
                <strong>Development sign-in is on</strong>
                <p>
                  Everybody on the platform's own machine is an administrator, without a password. Never run it like
                  this where others have access to that machine.
                </p>
              </div>
            )}
            {!provider && (
              <div className="notice">
                <strong>No identity provider</strong>
                <p>
                  Start the platform with <code>--oidc-issuer</code> and <code>--oidc-client-id</code>, and people sign
                  in with the accounts that they have.
                </p>
              </div>
            )}
            <section className="card facts" aria-label="Settings">
              <dl>
                {provider && (
                  <>
                    <dt>Identity provider</dt>
                    <dd>
                      <code>{provider.issuer}</code>
                    </dd>
                    <dt>Client id</dt>
                    <dd>
                      <code>{provider.clientId}</code>
                    </dd>
                    <dt>Redirect address</dt>
                    <dd>
                      <code>{`${location.origin}${uiPaths.signInCallback}`}</code>
                      <small>Register it at the provider.</small>
                    </dd>
                    <dt>Address after sign-out</dt>
                    <dd>
                      <code>{`${location.origin}/`}</code>
                      <small>Register it, too: signing out here ends the session at the provider.</small>
                    </dd>
                    <dt>Claim with the groups</dt>
                    <dd>
                      <code>{provider.groupsClaim}</code>
                    </dd>
                  </>
                )}
                <dt>A session lasts</dt>
                <dd>{durationText(sessionMs)}</dd>
              </dl>
            </section>
          </>
        )}
      </QueryView>
    </AdminPage>
  );
}
