import type { ReactElement } from 'react';
import { KeyList } from './keys-page.js';

/** The registration tokens, with which instances get their own keys. */
export default function RegistrationTokensPage(): ReactElement {
  return (
    <KeyList
      path="/settings/registration-tokens"
      title="Registration tokens"
      about="An instance that starts with one gets a key of its own. Use them where instances come and go."
      isRegistration
      findLabel="Find registration tokens"
      newLabel="New token"
      emptyTitle="No registration tokens yet"
      emptyText="Create one for a fleet of extensions: each instance that starts with it registers itself."
    />
  );
}
