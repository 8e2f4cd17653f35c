import type { KeySummary } from '@symphony-ts/platform';
import { type ReactElement, useState } from 'react';
import { api } from '../data/api.js';
import { useQuery } from '../data/use-query.js';
import { Icon } from '../kit/icon.js';
import { Empty, Failure, Loading } from '../kit/states.js';
import { AdminPage } from './admin-page.js';
import { NewKeyDialog } from './new-key-dialog.js';
import { RevokeKeyDialog } from './revoke-key-dialog.js';

const kinds = { extension: 'Extension', client: 'Client', registration: 'Registration token' } as const;

/** API keys: one's own, or with the right to it everybody's. */
export default function KeysPage(): ReactElement {
  const { value, error, reload } = useQuery('keys', (signal) => api<KeySummary[]>('/api/v1/keys', { signal }));
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<KeySummary>();
  const keys = value?.filter(({ session, revoked }) => !session && revoked === undefined) ?? [];
  return (
    <AdminPage
      path="/settings/keys"
      title="API keys"
      about="What extensions and programs sign in with. A key's token is shown once, when it is made."
      actions={
        <button type="button" className="button button--primary" onClick={() => setMaking(true)}>
          <Icon name="plus" />
          New key
        </button>
      }
    >
      {error && <Failure title="The keys could not be loaded." error={error} onRetry={reload} />}
      {!value && !error && <Loading />}
      {value && keys.length === 0 && (
        <Empty title="No API keys yet">
          <p>Make one for your extension, and start the extension with its token.</p>
        </Empty>
      )}
      {keys.length > 0 && (
        <div className="card table-wrap">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Kind</th>
                <th scope="col">Made</th>
                <th scope="col">Ends</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <tr key={key.id}>
                  <td>
                    {key.name}
                    <small>
                      <code>{key.id}</code>
                    </small>
                  </td>
                  <td>
                    {kinds[key.kind]}
                    {key.prefix !== undefined && <small>{key.prefix}</small>}
                  </td>
                  <td>{new Date(key.created).toLocaleDateString()}</td>
                  <td>{key.expires === undefined ? 'Never' : new Date(key.expires).toLocaleString()}</td>
                  <td className="actions">
                    <button
                      type="button"
                      className="button"
                      aria-label={`Revoke ${key.name}`}
                      onClick={() => setRevoking(key)}
                    >
                      Revoke
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isMaking && (
        <NewKeyDialog
          onClose={() => {
            setMaking(false);
            reload();
          }}
        />
      )}
      {revoking && (
        <RevokeKeyDialog
          apiKey={revoking}
          onClose={() => {
            setRevoking(undefined);
            reload();
          }}
        />
      )}
    </AdminPage>
  );
}
