import { type ExtensionSummary, httpPaths } from '@symphony-ts/contract';
import type { ReactElement } from 'react';
import { useShell } from '../../context/shell-context.js';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { Age } from '../../kit/age.js';
import { Empty, Failure, Loading } from '../../kit/states.js';
import { StatusBadge } from '../../kit/status-badge.js';
import { AdminPage } from '../kit/admin-page.js';

/** What is registered, and which instances live. */
export default function ExtensionsPage(): ReactElement {
  const { extensions } = useShell();
  // Announcements change the list of the shell, which is when it is time to ask again.
  const key = JSON.stringify(
    extensions.map(({ prefix, version, status, instances }) => [prefix, version, status, instances]),
  );
  const { value, error, reload } = useQuery(key, (signal) => api<ExtensionSummary[]>(httpPaths.extensions, { signal }));
  return (
    <AdminPage
      path="/settings/extensions"
      title="Extensions"
      about="What is registered here, and which instances live."
    >
      {error && <Failure title="The extensions could not be loaded." error={error} onRetry={reload} />}
      {!value && !error && <Loading />}
      {value?.length === 0 && (
        <Empty title="No extension yet">
          <p>Run one, and it appears here at once: npx symphony-boot dev ./my-extension.ts</p>
        </Empty>
      )}
      {value &&
        value.length > 0 &&
        value.map((extension) => <ExtensionCard key={extension.prefix} extension={extension} />)}
    </AdminPage>
  );
}

function ExtensionCard({ extension }: { readonly extension: ExtensionSummary }): ReactElement {
  const { prefix, name, version, description, status, instances } = extension;
  return (
    <section className="card admin-card" aria-labelledby={`extension-${prefix}`}>
      <header className="admin-card__head">
        <div>
          <h2 id={`extension-${prefix}`}>{name}</h2>
          <p>
            <code>{prefix}</code> {version}
            {description !== '' && ` · ${description}`}
          </p>
        </div>
        <StatusBadge status={status} />
      </header>
      {instances.length > 0 && (
        <div className="table-wrap">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Instance</th>
                <th scope="col">Version</th>
                <th scope="col">Status</th>
                <th scope="col">Running for</th>
                <th scope="col">Last heard</th>
              </tr>
            </thead>
            <tbody>
              {instances.map((instance) => (
                <tr key={instance.instanceId}>
                  <td data-label="Instance">
                    <code>{instance.instanceId}</code>
                  </td>
                  <td data-label="Version">{instance.version}</td>
                  <td data-label="Status">
                    <StatusBadge status={instance.status} />
                    {instance.message !== undefined && <small>{instance.message}</small>}
                  </td>
                  <td data-label="Running for">
                    <Age since={instance.started} />
                  </td>
                  <td data-label="Last heard">
                    <Age since={instance.timestamp} /> ago
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
