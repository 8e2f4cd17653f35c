import { httpPaths } from '@symphony-ts/contract';
import type { AuditEntry } from '@symphony-ts/platform/internal';
import { type ReactElement, useState } from 'react';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { Age } from '../../kit/age.js';
import { DataTable } from '../../kit/data-table.js';
import { FilterInput, holdsWords } from '../../kit/filter-input.js';
import { momentText } from '../../kit/format.js';
import { Icon } from '../../kit/icon.js';
import { QueryView } from '../../kit/query-view.js';
import { Empty } from '../../kit/states.js';
import { AdminPage } from '../kit/admin-page.js';
import { useNames } from '../kit/use-names.js';
import { auditDetails, auditTarget, auditWords } from './audit-words.js';

const FIRST = 100;
/** The largest number of entries in one answer of the platform. */
const MOST = 1_000;

/** Lists who changed what, newest first. */
export default function AuditPage(): ReactElement {
  const [count, setCount] = useState(FIRST);
  const [filter, setFilter] = useState('');
  const query = useQuery(`audit ${count}`, (signal) =>
    api<AuditEntry[]>(`${httpPaths.audit}?count=${count}`, { signal }),
  );
  const nameOf = useNames();
  return (
    <AdminPage
      path="/settings/audit"
      title="Audit log"
      about="Who changed what, newest first. Nobody can change the log itself."
      actions={
        <button type="button" className="button" onClick={query.reload}>
          <Icon name="refresh" />
          Refresh
        </button>
      }
    >
      <QueryView query={query} failure="The log could not be read.">
        {(entries) => {
          const shown = entries.filter((entry) =>
            holdsWords(
              [nameOf(entry.actor), auditWords[entry.action], entry.target, ...auditDetails(entry), auditTarget(entry)],
              filter,
            ),
          );
          return (
            <>
              <div className="toolbar">
                <FilterInput label="Find in the log" value={filter} onChange={setFilter} />
              </div>
              {shown.length === 0 && (
                <Empty title={entries.length === 0 ? 'Nothing has happened yet' : 'Nothing found'}>
                  <p>
                    {entries.length === 0
                      ? 'Changes to keys, roles, licences and accounts appear here.'
                      : 'Try another word, or load older entries.'}
                  </p>
                </Empty>
              )}
              {shown.length > 0 && (
                <DataTable
                  label="Audit log"
                  noun="row"
                  rows={shown}
                  keyOf={(entry) => `${entry.at} ${entry.action} ${entry.target}`}
                  columns={[
                    {
                      head: 'What',
                      cell: (entry) => (
                        <>
                          <strong>{nameOf(entry.actor)}</strong> {auditWords[entry.action]}{' '}
                          <strong>{auditTarget(entry)}</strong>
                          <Details lines={auditDetails(entry)} />
                        </>
                      ),
                    },
                    {
                      head: 'When',
                      cell: ({ at }) => (
                        <>
                          <time dateTime={at}>{momentText(at)}</time>{' '}
                          <small>
                            <Age since={at} /> ago
                          </small>
                        </>
                      ),
                    },
                  ]}
                />
              )}
              {entries.length === count && count < MOST && (
                <p className="more">
                  <button type="button" className="button" onClick={() => setCount(MOST)}>
                    Load older entries
                  </button>
                </p>
              )}
            </>
          );
        }}
      </QueryView>
    </AdminPage>
  );
}

/** The details of an entry: the first line, and the other lines on demand. */
function Details({ lines: [first, ...others] }: { readonly lines: readonly string[] }): ReactElement | null {
  if (first === undefined) return null;
  if (others.length === 0) return <small>{first}</small>;
  return (
    <details className="lines">
      <summary>
        {first} <span>and {others.length} more</span>
      </summary>
      {others.map((line) => (
        <small key={line}>{line}</small>
      ))}
    </details>
  );
}
