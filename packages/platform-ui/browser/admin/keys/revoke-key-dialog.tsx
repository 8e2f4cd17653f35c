import { httpPath, httpPaths } from '@symphony-ts/contract';
import type { KeySummary } from '@symphony-ts/platform';
import type { ReactElement } from 'react';
import { api } from '../../data/api.js';
import { FormDialog } from '../../kit/form-dialog.js';

/** Asks for confirmation before a key is revoked, and describes the consequences. */
export function RevokeKeyDialog(props: { readonly apiKey: KeySummary; readonly onClose: () => void }): ReactElement {
  const { apiKey, onClose } = props;
  return (
    <FormDialog
      title={`Revoke ${apiKey.name}?`}
      submit={apiKey.kind === 'registration' ? 'Revoke the token' : 'Revoke the key'}
      failure="The key was not revoked."
      isDangerous
      onSubmit={() => api(httpPath(httpPaths.key, { id: apiKey.id }), { method: 'DELETE' })}
      onClose={onClose}
    >
      <p>Every connection that uses it ends at once, and its token never works again. This cannot be undone.</p>
      {apiKey.kind === 'registration' && <p>Keys that instances got with it go on working: revoke those one by one.</p>}
    </FormDialog>
  );
}
