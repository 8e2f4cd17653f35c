import { httpPath, httpPaths, rights } from '@symphony-ts/contract';
import type { KeySummary } from '@symphony-ts/platform';
import type { PersonSummary } from '@symphony-ts/platform/internal';
import { type ReactElement, useState } from 'react';
import { useShell } from '../../context/shell-context.js';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { Age } from '../../kit/age.js';
import { type Column, DataTable } from '../../kit/data-table.js';
import { FilterInput, holdsWords } from '../../kit/filter-input.js';
import { FormDialog } from '../../kit/form-dialog.js';
import { countText } from '../../kit/format.js';
import { QueryView } from '../../kit/query-view.js';
import { RowActions } from '../../kit/row-actions.js';
import { Empty } from '../../kit/states.js';
import { keyStatus } from '../keys/key-status.js';
import { AdminPage } from '../kit/admin-page.js';

interface Found {
  readonly people: readonly PersonSummary[];
  /** Active sessions. Only loaded for a person who may see keys of others. */
  readonly sessions: readonly KeySummary[];
}

async function load(maySeeKeys: boolean, signal: AbortSignal): Promise<Found> {
  const [people, keys] = await Promise.all([
    api<PersonSummary[]>(httpPaths.people, { signal }),
    maySeeKeys ? api<KeySummary[]>(httpPaths.keys, { signal }) : [],
  ]);
  people.sort((left, right) => right.signedIn.localeCompare(left.signedIn));
  return { people, sessions: keys.filter((key) => key.session && keyStatus(key, Date.now()).isLive) };
}

/** The people who have signed in, their roles, and their sessions. */
export default function PeoplePage(): ReactElement {
  const { may } = useShell();
  const maySeeKeys = may(rights.keysAdmin);
  const query = useQuery('people', (signal) => load(maySeeKeys, signal));
  const [filter, setFilter] = useState('');
  const [leaving, setLeaving] = useState<PersonSummary>();
  return (
    <AdminPage
      path="/settings/people"
      title="People"
      about="Everybody who has signed in. Their groups come from the identity provider, and roles follow from the groups."
    >
      <QueryView query={query} failure="People could not be loaded.">
        {({ people, sessions }) => {
          const sessionsOf = (person: PersonSummary) => sessions.filter(({ owner }) => owner === person.id);
          const shown = people.filter(({ name, email, groups, roles }) =>
            holdsWords([name, email, ...groups, ...roles], filter),
          );
          const columns: readonly Column<PersonSummary>[] = [
            {
              head: 'Name',
              cell: ({ name, email }) => (
                <>
                  <strong>{name}</strong>
                  {email !== undefined && <small>{email}</small>}
                </>
              ),
            },
            { head: 'Groups', cell: ({ groups }) => <Tags of={groups} none="None" /> },
            { head: 'Roles', cell: ({ roles }) => <Tags of={roles} none="None: they see nothing" /> },
            {
              head: 'Last sign-in',
              cell: ({ signedIn }) => (
                <>
                  <Age since={signedIn} /> ago
                </>
              ),
            },
            ...(maySeeKeys
              ? [
                  {
                    head: 'Signed in now',
                    kind: 'actions' as const,
                    cell: (person: PersonSummary) =>
                      sessionsOf(person).length > 0 && (
                        <RowActions
                          of={person.name}
                          actions={[[`Sign out (${sessionsOf(person).length})`, () => setLeaving(person)]]}
                        />
                      ),
                  },
                ]
              : []),
          ];
          return (
            <>
              <div className="toolbar">
                <FilterInput label="Find people" value={filter} onChange={setFilter} />
              </div>
              {shown.length > 0 ? (
                <DataTable label="People" rows={shown} columns={columns} keyOf={({ id }) => id} />
              ) : (
                <Empty title="Nobody found">
                  <p>Somebody appears here after signing in for the first time.</p>
                </Empty>
              )}
              {leaving && (
                <SignOutDialog
                  person={leaving}
                  sessions={sessionsOf(leaving)}
                  onClose={() => {
                    setLeaving(undefined);
                    query.reload();
                  }}
                />
              )}
            </>
          );
        }}
      </QueryView>
    </AdminPage>
  );
}

/** Short labels, such as the names of groups. */
export function Tags({ of, none }: { readonly of: readonly string[]; readonly none: string }): ReactElement {
  if (of.length === 0) return <span className="muted">{none}</span>;
  return (
    <span className="tags">
      {of.map((word) => (
        <span key={word} className="badge">
          {word === '*' ? 'everybody' : word}
        </span>
      ))}
    </span>
  );
}

function SignOutDialog(props: {
  readonly person: PersonSummary;
  readonly sessions: readonly KeySummary[];
  readonly onClose: () => void;
}): ReactElement {
  const { person, sessions, onClose } = props;
  const { session } = useShell();
  const endOne = (id: string): Promise<unknown> => api(httpPath(httpPaths.key, { id }), { method: 'DELETE' });
  /** Ends the session of this page last, because ending the others needs it. */
  const end = async (): Promise<void> => {
    const ids = sessions.map(({ id }) => id);
    await Promise.all(ids.filter((id) => id !== session.id).map(endOne));
    if (ids.includes(session.id)) await endOne(session.id);
  };
  return (
    <FormDialog
      title={`Sign ${person.name} out?`}
      submit="Sign out everywhere"
      failure="Not every session was ended."
      isDangerous
      onSubmit={end}
      onClose={onClose}
    >
      <p>
        {countText(sessions.length, 'session')} and every connection of their browsers end at once. They can sign in
        again: to keep somebody out, take them out of their groups at the identity provider.
      </p>
    </FormDialog>
  );
}
