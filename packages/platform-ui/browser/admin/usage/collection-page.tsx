import { type ReactElement, type ReactNode, useState } from 'react';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { AddButton } from '../../kit/add-button.js';
import { type Column, DataTable } from '../../kit/data-table.js';
import { TextField } from '../../kit/field.js';
import { FormDialog } from '../../kit/form-dialog.js';
import { QueryView } from '../../kit/query-view.js';
import type { ReadField } from '../../kit/read-field.js';
import { RowActions } from '../../kit/row-actions.js';
import { Empty } from '../../kit/states.js';
import { AdminPage } from '../kit/admin-page.js';

interface CollectionProps<T> {
  readonly path: string;
  /** The HTTP path of the list. A record is below it, under its id. */
  readonly address: string;
  readonly title: string;
  readonly about: string;
  /** The word for one record. */
  readonly noun: string;
  readonly mayChange: boolean;
  readonly emptyText: string;
  readonly deleteText: string;
  readonly columns: readonly Column<T>[];
  readonly nameOf: (record: T) => string;
  /** Builds the body of a record from its form. */
  readonly read: (read: ReadField) => object;
  /** The fields of the form below the id. */
  readonly fields: (record: T | undefined) => ReactNode;
}

type Open<T> = { readonly dialog: 'new' } | { readonly dialog: 'edit' | 'delete'; readonly record: T };

/** A page for records with an id. Administrators can list, create, change and delete them. */
export function CollectionPage<T extends { readonly id: string }>(props: CollectionProps<T>): ReactElement {
  const { path, address, title, about, noun, mayChange, emptyText, columns, nameOf } = props;
  const query = useQuery(path, (signal) => api<T[]>(address, { signal }));
  const [open, setOpen] = useState<Open<T>>();
  const close = (): void => {
    setOpen(undefined);
    query.reload();
  };
  const newButton = mayChange && <AddButton words={`New ${noun}`} onClick={() => setOpen({ dialog: 'new' })} />;
  const actions: Column<T> = {
    head: 'Actions',
    kind: 'actions',
    cell: (record) => (
      <RowActions
        of={nameOf(record)}
        actions={[
          ['Edit', () => setOpen({ dialog: 'edit', record })],
          ['Delete', () => setOpen({ dialog: 'delete', record })],
        ]}
      />
    ),
  };
  return (
    <AdminPage path={path} title={title} about={about} actions={newButton}>
      <QueryView query={query} failure={`The ${noun}s could not be loaded.`}>
        {(records) =>
          records.length > 0 ? (
            <DataTable
              label={title}
              rows={records}
              columns={mayChange ? [...columns, actions] : columns}
              keyOf={({ id }) => id}
            />
          ) : (
            <Empty title={`No ${noun}s yet`}>
              <p>{emptyText}</p>
              {newButton}
            </Empty>
          )
        }
      </QueryView>
      {open?.dialog === 'new' && <RecordDialog {...props} record={undefined} onClose={close} />}
      {open?.dialog === 'edit' && <RecordDialog {...props} record={open.record} onClose={close} />}
      {open?.dialog === 'delete' && (
        <FormDialog
          title={`Delete ${nameOf(open.record)}?`}
          submit="Delete"
          failure={`The ${noun} was not deleted.`}
          isDangerous
          onSubmit={() => api(`${address}/${encodeURIComponent(open.record.id)}`, { method: 'DELETE' })}
          onClose={close}
        >
          <p>{props.deleteText}</p>
        </FormDialog>
      )}
    </AdminPage>
  );
}

function RecordDialog<T extends { readonly id: string }>(
  props: CollectionProps<T> & { readonly record: T | undefined; readonly onClose: () => void },
): ReactElement {
  const { address, noun, nameOf, read, fields, record, onClose } = props;
  return (
    <FormDialog
      title={record ? `Edit ${nameOf(record)}` : `New ${noun}`}
      submit={record ? 'Save' : `Create ${noun}`}
      failure={`The ${noun} was not saved.`}
      onSubmit={(readField) => {
        const id = encodeURIComponent(record?.id ?? readField('id'));
        return api(`${address}/${id}`, { method: 'PUT', body: read(readField) });
      }}
      onClose={onClose}
    >
      {!record && (
        <TextField
          label="Id"
          name="id"
          required
          maxLength={64}
          pattern="[a-z0-9][a-z0-9_\-]*"
          spellCheck={false}
          hint="Lower case letters, digits, _ and -. It stays the same for ever."
        />
      )}
      {fields(record)}
    </FormDialog>
  );
}
