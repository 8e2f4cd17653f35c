import { type StorageListReply, storageRight } from '@symphony-ts/contract';
import { type ReactElement, useMemo, useState } from 'react';
import { navigate, usePlace } from '../../context/router.js';
import { useShell } from '../../context/shell-context.js';
import { useQuery } from '../../data/use-query.js';
import { AddButton } from '../../kit/add-button.js';
import { DataTable } from '../../kit/data-table.js';
import { SelectField } from '../../kit/field.js';
import { FilterInput, holdsWords } from '../../kit/filter-input.js';
import { FormDialog } from '../../kit/form-dialog.js';
import { byName } from '../../kit/format.js';
import { Icon } from '../../kit/icon.js';
import { QueryView } from '../../kit/query-view.js';
import { RowActions } from '../../kit/row-actions.js';
import { Empty } from '../../kit/states.js';
import { askPlatform, openBucket } from '../../symphony/open-bucket.js';
import { AdminPage } from '../kit/admin-page.js';
import { EntryDialog } from './entry-dialog.js';
import { NewEntryDialog } from './new-entry-dialog.js';

const PATH = '/inspector/buckets';

type Listed = NonNullable<StorageListReply['buckets']>[number];

const idOf = ({ prefix, name }: Listed): string => `${prefix}/${name}`;

/** The contents of the buckets of extensions: view and change values, and view their history. */
export default function BucketsPage(): ReactElement {
  const { connection } = useShell();
  const { query: search } = usePlace();
  const query = useQuery('buckets', async () => {
    const { buckets = [] } = await askPlatform<StorageListReply>(connection, 'storage.list', {});
    return buckets.toSorted((left, right) => byName(idOf(left), idOf(right)));
  });
  return (
    <AdminPage
      path={PATH}
      title="Buckets"
      about="What extensions keep. A change is made only if nobody else made one meanwhile."
    >
      <QueryView query={query} failure="The buckets could not be listed.">
        {(buckets) => {
          const bucket = buckets.find((candidate) => idOf(candidate) === search.get('of')) ?? buckets[0];
          if (!bucket) {
            return (
              <Empty title="No buckets">
                <p>An extension has one as soon as it declares it. You see those that your roles allow.</p>
              </Empty>
            );
          }
          return <BucketView key={idOf(bucket)} bucket={bucket} buckets={buckets} />;
        }}
      </QueryView>
    </AdminPage>
  );
}

type Open =
  | { readonly dialog: 'new' }
  | { readonly dialog: 'entry'; readonly entryKey: string }
  | { readonly dialog: 'delete'; readonly entryKey: string };

/** The keys of a bucket, with their actions. */
function BucketView({
  bucket,
  buckets,
}: {
  readonly bucket: Listed;
  readonly buckets: readonly Listed[];
}): ReactElement {
  const { prefix, name } = bucket;
  const { connection, may } = useShell();
  const stored = useMemo(() => openBucket(connection, prefix, name), [connection, prefix, name]);
  const [filter, setFilter] = useState('');
  const [open, setOpen] = useState<Open>();
  // A bucket may hold more keys than one answer. A filter with wildcards is therefore applied by the platform.
  const pattern = /[*>]/.test(filter) ? filter : '>';
  const query = useQuery(pattern, async () => (await stored.keys(pattern)).toSorted(byName));
  const close = (): void => {
    setOpen(undefined);
    query.reload();
  };
  const mayPut = may(storageRight('put', prefix, name));
  return (
    <>
      <div className="toolbar toolbar--fields">
        <SelectField
          label="Bucket"
          options={buckets.map((each) => [idOf(each), `${each.prefix}: ${each.name}`] as const)}
          value={idOf(bucket)}
          onChange={({ target }) => navigate(`${PATH}?of=${encodeURIComponent(target.value)}`, { replace: true })}
        />
        <FilterInput label="Find keys, such as item.*" value={filter} onChange={setFilter} />
        <button type="button" className="button" onClick={query.reload}>
          <Icon name="refresh" />
          Refresh
        </button>
        {mayPut && <AddButton words="New entry" onClick={() => setOpen({ dialog: 'new' })} />}
      </div>
      <QueryView
        query={query}
        failure="The keys could not be listed. A pattern in the search field asks for fewer of them."
      >
        {(keys) => {
          const found = pattern === filter ? keys : keys.filter((entryKey) => holdsWords([entryKey], filter));
          if (found.length === 0) {
            return (
              <Empty title={keys.length === 0 && filter === '' ? 'The bucket is empty' : 'Nothing found'}>
                <p>
                  {keys.length === 0 && filter === ''
                    ? 'Its extension has not written anything yet.'
                    : 'Try another word.'}
                </p>
              </Empty>
            );
          }
          return (
            <DataTable
              label={`Keys of ${name}`}
              noun="key"
              rows={found}
              keyOf={(entryKey) => entryKey}
              columns={[
                { head: 'Key', cell: (entryKey) => <code className="wrap">{entryKey}</code> },
                {
                  head: 'Actions',
                  kind: 'actions',
                  cell: (entryKey) => (
                    <RowActions
                      of={entryKey}
                      actions={[
                        ['Open', () => setOpen({ dialog: 'entry', entryKey })],
                        may(storageRight('delete', prefix, name)) && [
                          'Delete',
                          () => setOpen({ dialog: 'delete', entryKey }),
                        ],
                      ]}
                    />
                  ),
                },
              ]}
            />
          );
        }}
      </QueryView>
      {open?.dialog === 'new' && <NewEntryDialog bucket={stored} onClose={close} />}
      {open?.dialog === 'entry' && (
        <EntryDialog bucket={stored} entryKey={open.entryKey} mayPut={mayPut} onClose={close} />
      )}
      {open?.dialog === 'delete' && (
        <FormDialog
          title={`Delete ${open.entryKey}?`}
          submit="Delete the entry"
          failure="The entry was not deleted."
          isDangerous
          onSubmit={() => stored.delete(open.entryKey)}
          onClose={close}
        >
          <p>
            The extension sees that it is gone at once. Earlier values stay in the history of the key, if the bucket
            keeps one.
          </p>
        </FormDialog>
      )}
    </>
  );
}
