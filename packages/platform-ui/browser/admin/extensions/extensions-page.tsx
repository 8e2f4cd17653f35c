import { type ExtensionSummary, httpPaths } from '@symphony-ts/contract';
import { type ReactElement, useState } from 'react';
import { useShell } from '../../context/shell-context.js';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { Age } from '../../kit/age.js';
import { type Column, DataTable } from '../../kit/data-table.js';
import { FilterInput, holdsWords } from '../../kit/filter-input.js';
import { byName } from '../../kit/format.js';
import { QueryView } from '../../kit/query-view.js';
import { Empty } from '../../kit/states.js';
import { StatusBadge, statusWord } from '../../kit/status-badge.js';
import { useFirst } from '../../kit/use-first.js';
import { AdminPage } from '../kit/admin-page.js';

/** The registered extensions, and their running instances. */
export default function ExtensionsPage(): ReactElement {
  const { extensions } = useShell();
  // Each announcement of an extension changes the list of the shell. The page then loads again.
  const key = JSON.stringify(
    extensions.map(({ prefix, version, status, instances }) => [prefix, version, status, instances]),
  );
  const query = useQuery(key, (signal) => api<ExtensionSummary[]>(httpPaths.extensions, { signal }));
  return (
    <AdminPage
      path="/settings/extensions"
      title="Extensions"
      about="What is registered here, and which instances live."
    >
      <QueryView query={query} failure="The extensions could not be loaded.">
        {(all) =>
          all.length === 0 ? (
            <Empty title="No extension yet">
              <p>Run one, and it appears here at once: npx symphony-boot dev ./my-extension.ts</p>
            </Empty>
          ) : (
            <ExtensionList all={all} />
          )
        }
      </QueryView>
    </AdminPage>
  );
}

function ExtensionList({ all }: { readonly all: readonly ExtensionSummary[] }): ReactElement {
  const [filter, setFilter] = useState('');
  const found = all
    .filter(({ prefix, name, description, status }) =>
      holdsWords([prefix, name, description, statusWord(status)], filter),
    )
    .toSorted((left, right) => byName(left.name, right.name));
  const { shown, more } = useFirst(found, 'extension');
  return (
    <>
      <div className="toolbar">
        <FilterInput label="Find extensions" value={filter} onChange={setFilter} />
      </div>
      {found.length === 0 && (
        <Empty title="Nothing found">
          <p>Try another word, such as a prefix or a part of a name.</p>
        </Empty>
      )}
      {shown.map((extension) => (
        <ExtensionCard key={extension.prefix} extension={extension} />
      ))}
      {more}
    </>
  );
}

type Instance = ExtensionSummary['instances'][number];

const columns: readonly Column<Instance>[] = [
  { head: 'Instance', cell: ({ instanceId }) => <code>{instanceId}</code> },
  { head: 'Version', cell: ({ version }) => version },
  {
    head: 'Status',
    cell: ({ status, message }) => (
      <>
        <StatusBadge status={status} />
        {message !== undefined && <small>{message}</small>}
      </>
    ),
  },
  { head: 'Running for', cell: ({ started }) => <Age since={started} /> },
  {
    head: 'Last heard',
    cell: ({ timestamp }) => (
      <>
        <Age since={timestamp} /> ago
      </>
    ),
  },
];

function ExtensionCard({ extension }: { readonly extension: ExtensionSummary }): ReactElement {
  const { prefix, name, version, description, status, instances } = extension;
  return (
    <section className="card admin-card" aria-labelledby={`extension-${prefix}`}>
      <header className="admin-card__head">
        <div>
          <h2 id={`extension-${prefix}`}>{name}</h2>
          <p className="clamp">
            <code>{prefix}</code> {version}
            {description !== '' && ` · ${description}`}
          </p>
        </div>
        <StatusBadge status={status} />
      </header>
      {instances.length > 0 && (
        <DataTable
          isInCard
          label={`Instances of ${name}`}
          noun="instance"
          rows={instances}
          columns={columns}
          keyOf={({ instanceId }) => instanceId}
        />
      )}
    </section>
  );
}
