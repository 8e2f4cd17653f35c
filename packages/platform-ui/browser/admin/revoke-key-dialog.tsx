import type { KeySummary } from '@symphony-ts/platform';
import { type ReactElement, useState } from 'react';
import { api } from '../data/api.js';
import { Dialog } from '../kit/dialog.js';
import { Failure } from '../kit/states.js';

/** Asks once more before a key ends, with what that means. */
export function RevokeKeyDialog(props: { readonly apiKey: KeySummary; readonly onClose: () => void }): ReactElement {
  const { apiKey, onClose } = props;
  const [error, setError] = useState<Error>();
  const revoke = (): void => void api(`/api/v1/key/${apiKey.id}`, { method: 'DELETE' }).then(onClose, setError);
  return (
    <Dialog title={`Revoke ${apiKey.name}?`} onClose={onClose}>
      <p>Every connection that uses this key ends at once, and its token never works again. This cannot be undone.</p>
      {error && <Failure title="The key was not revoked." error={error} />}
      <div className="dialog__actions">
        <button type="button" className="button" onClick={onClose}>
          Keep it
        </button>
        <button type="button" className="button button--danger" onClick={revoke}>
          Revoke the key
        </button>
      </div>
    </Dialog>
  );
}
