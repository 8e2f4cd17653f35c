import type { KeySummary } from '@symphony-ts/platform';
import type { ReactElement } from 'react';
import { type Column, DataTable } from '../../kit/data-table.js';
import { countText, dateText, momentText, numberText } from '../../kit/format.js';
import { RowActions } from '../../kit/row-actions.js';
import { keyStatus } from './key-status.js';

/** Keys with their states, and the actions on keys that can still be used. */
export function KeyTable(props: {
  readonly label: string;
  readonly rows: readonly KeySummary[];
  /** The name of a person by id. */
  readonly nameOf: (person: string | undefined) => string;
  readonly onEdit: (key: KeySummary) => void;
  readonly onRevoke: (key: KeySummary) => void;
}): ReactElement {
  const { label, rows, nameOf, onEdit, onRevoke } = props;
  const now = Date.now();
  const columns: readonly Column<KeySummary>[] = [
    { head: 'Name', cell: (key) => <NameCell apiKey={key} /> },
    { head: 'For', cell: (key) => <ForCell apiKey={key} /> },
    { head: 'Owner', cell: ({ owner }) => <span className="word">{nameOf(owner)}</span> },
    {
      head: 'State',
      cell: (key) => {
        const { kind, words } = keyStatus(key, now);
        return <span className={`badge badge--${kind}`}>{words}</span>;
      },
    },
    { head: 'Created', cell: ({ created }) => <time dateTime={created}>{dateText(created)}</time> },
    {
      head: 'Expires',
      cell: ({ expires }) =>
        expires === undefined ? 'Never' : <time title={momentText(expires)}>{dateText(expires)}</time>,
    },
    {
      head: 'Actions',
      kind: 'actions',
      cell: (key) => (
        <RowActions
          of={key.name}
          actions={[['Edit', () => onEdit(key)], keyStatus(key, now).isLive && ['Revoke', () => onRevoke(key)]]}
        />
      ),
    },
  ];
  return <DataTable label={label} noun="key" rows={rows} columns={columns} keyOf={({ id }) => id} />;
}

function NameCell({ apiKey: { name, id, notes } }: { readonly apiKey: KeySummary }): ReactElement {
  return (
    <>
      <strong>{name}</strong>
      <small>
        <code>{id}</code>
      </small>
      {notes !== undefined && <small className="clamp">{notes}</small>}
    </>
  );
}

function ForCell({ apiKey: { kind, prefix, registers } }: { readonly apiKey: KeySummary }): ReactElement {
  if (registers) {
    const { prefixes, uses, maxUses } = registers;
    return (
      <>
        <code>{prefixes}</code>
        <small>
          {maxUses === undefined ? countText(uses, 'key') : `${numberText(uses)} of ${countText(maxUses, 'key')}`}
        </small>
      </>
    );
  }
  if (kind === 'client') return <>A client</>;
  return (
    <>
      Extension <code>{prefix}</code>
    </>
  );
}
