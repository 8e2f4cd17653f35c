import { httpPaths } from '@symphony-ts/contract';
import type { KeySummary } from '@symphony-ts/platform';
import { type ReactElement, useState } from 'react';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { AddButton } from '../../kit/add-button.js';
import { FilterInput, holdsWords } from '../../kit/filter-input.js';
import { QueryView } from '../../kit/query-view.js';
import { Empty } from '../../kit/states.js';
import { AdminPage } from '../kit/admin-page.js';
import { useNames } from '../kit/use-names.js';
import { EditKeyDialog } from './edit-key-dialog.js';
import { keyStatus } from './key-status.js';
import { KeyTable } from './key-table.js';
import { NewKeyDialog } from './new-key-dialog.js';
import { RevokeKeyDialog } from './revoke-key-dialog.js';

/** Which keys a list shows, and its texts. */
interface KeyListProps {
  readonly path: string;
  readonly title: string;
  readonly about: string;
  /** `true` for the tokens that register extensions, `false` for all other keys. */
  readonly isRegistration: boolean;
  /** The name of the list in the search field, such as `API keys`. */
  readonly findLabel: string;
  readonly newLabel: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
}

type Open = { readonly dialog: 'new' } | { readonly dialog: 'edit' | 'revoke'; readonly apiKey: KeySummary };

/** API keys of the person, or of everybody if the person may manage them. */
export default function KeysPage(): ReactElement {
  return (
    <KeyList
      path="/settings/keys"
      title="API keys"
      about="Extensions and programs sign in with them. A key's token is shown once, when the key is created."
      isRegistration={false}
      findLabel="Find API keys"
      newLabel="New key"
      emptyTitle="No API keys yet"
      emptyText="Create one for your extension, and start the extension with its token."
    />
  );
}

/** A list of keys with all actions. */
export function KeyList(props: KeyListProps): ReactElement {
  const { path, title, about, isRegistration, findLabel, newLabel, emptyTitle, emptyText } = props;
  const query = useQuery(path, (signal) => api<KeySummary[]>(httpPaths.keys, { signal }));
  const nameOf = useNames();
  const [open, setOpen] = useState<Open>();
  const [filter, setFilter] = useState('');
  const [hasEnded, setHasEnded] = useState(false);
  const close = (): void => {
    setOpen(undefined);
    query.reload();
  };
  const newButton = <AddButton words={newLabel} onClick={() => setOpen({ dialog: 'new' })} />;
  return (
    <AdminPage path={path} title={title} about={about} actions={newButton}>
      <QueryView query={query} failure="The keys could not be loaded.">
        {(value) => {
          const now = Date.now();
          const all = value.filter((key) => !key.session && (key.kind === 'registration') === isRegistration);
          const ended = all.filter((key) => !keyStatus(key, now).isLive);
          const shown = (hasEnded ? ended : all.filter((key) => keyStatus(key, now).isLive))
            .filter((key) => holdsWords([key.name, key.prefix, key.id, key.notes, nameOf(key.owner)], filter))
            .toSorted((left, right) => (left.created < right.created ? 1 : -1));
          return (
            <>
              {all.length > 0 && (
                <div className="toolbar">
                  <FilterInput label={findLabel} value={filter} onChange={setFilter} />
                  <label className="check">
                    <input type="checkbox" checked={hasEnded} onChange={(event) => setHasEnded(event.target.checked)} />
                    <span>Ended ({ended.length})</span>
                  </label>
                </div>
              )}
              {shown.length > 0 && (
                <KeyTable
                  label={title}
                  rows={shown}
                  nameOf={nameOf}
                  onEdit={(apiKey) => setOpen({ dialog: 'edit', apiKey })}
                  onRevoke={(apiKey) => setOpen({ dialog: 'revoke', apiKey })}
                />
              )}
              {shown.length === 0 &&
                (filter === '' && !hasEnded ? (
                  <Empty title={emptyTitle}>
                    <p>{emptyText}</p>
                    {newButton}
                  </Empty>
                ) : (
                  <Empty title="Nothing found">
                    <p>Try another word, or {hasEnded ? 'look at the live ones' : 'look at those that have ended'}.</p>
                  </Empty>
                ))}
            </>
          );
        }}
      </QueryView>
      {open?.dialog === 'new' && <NewKeyDialog isRegistration={isRegistration} onClose={close} />}
      {open?.dialog === 'edit' && <EditKeyDialog apiKey={open.apiKey} onClose={close} />}
      {open?.dialog === 'revoke' && <RevokeKeyDialog apiKey={open.apiKey} onClose={close} />}
    </AdminPage>
  );
}
