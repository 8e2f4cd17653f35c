import { httpPath, httpPaths } from '@symphony-ts/contract';
import type { Role } from '@symphony-ts/platform';
import { Fragment, type ReactElement, useState } from 'react';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { AddButton } from '../../kit/add-button.js';
import { type Column, DataTable } from '../../kit/data-table.js';
import { FormDialog } from '../../kit/form-dialog.js';
import { QueryView } from '../../kit/query-view.js';
import { RowActions } from '../../kit/row-actions.js';
import { Empty } from '../../kit/states.js';
import { AdminPage } from '../kit/admin-page.js';
import { Tags } from './people-page.js';
import { RoleDialog } from './role-dialog.js';

type Open = { readonly dialog: 'new' } | { readonly dialog: 'edit' | 'delete'; readonly role: Role };

/** The roles: the rights of the members of groups. */
export default function RolesPage(): ReactElement {
  const query = useQuery('roles', (signal) => api<Role[]>(httpPaths.roles, { signal }));
  const [open, setOpen] = useState<Open>();
  const close = (): void => {
    setOpen(undefined);
    query.reload();
  };
  const newButton = <AddButton words="New role" onClick={() => setOpen({ dialog: 'new' })} />;
  const columns: readonly Column<Role>[] = [
    {
      head: 'Role',
      cell: ({ name, description }) => (
        <>
          <strong>{name}</strong>
          {description !== '' && <small className="clamp">{description}</small>}
        </>
      ),
    },
    { head: 'Members are the groups', cell: ({ groups }) => <Tags of={groups} none="Nobody" /> },
    { head: 'May send to', cell: ({ capabilities }) => <Subjects of={capabilities.pub.allow} /> },
    { head: 'May listen to', cell: ({ capabilities }) => <Subjects of={capabilities.sub.allow} /> },
    {
      head: 'Actions',
      kind: 'actions',
      cell: (role) => (
        <RowActions
          of={role.name}
          actions={[
            ['Edit', () => setOpen({ dialog: 'edit', role })],
            ['Delete', () => setOpen({ dialog: 'delete', role })],
          ]}
        />
      ),
    },
  ];
  return (
    <AdminPage
      path="/settings/roles"
      title="Roles"
      about="A role gives rights to the members of groups. A change reaches their keys and connections at once."
      actions={newButton}
    >
      <QueryView query={query} failure="The roles could not be loaded.">
        {(roles) =>
          roles.length > 0 ? (
            <DataTable label="Roles" rows={roles} columns={columns} keyOf={({ name }) => name} />
          ) : (
            <Empty title="No roles yet">
              <p>Nobody who signs in may do anything until a role says so.</p>
              {newButton}
            </Empty>
          )
        }
      </QueryView>
      {open?.dialog === 'new' && <RoleDialog onClose={close} />}
      {open?.dialog === 'edit' && <RoleDialog role={open.role} onClose={close} />}
      {open?.dialog === 'delete' && <DeleteRoleDialog role={open.role} onClose={close} />}
    </AdminPage>
  );
}

const SHOWN = 3;

function Subjects({ of }: { readonly of: readonly string[] }): ReactElement {
  if (of.length === 0) return <span className="muted">Nothing</span>;
  return (
    <ul className="subjects">
      {of.slice(0, SHOWN).map((subject) => (
        <li key={subject}>
          <SubjectCode subject={subject} />
        </li>
      ))}
      {of.length > SHOWN && <li className="muted">and {of.length - SHOWN} more</li>}
    </ul>
  );
}

/** A subject that wraps only between its tokens. */
function SubjectCode({ subject }: { readonly subject: string }): ReactElement {
  return (
    <code>
      {subject.split('.').map((token, index) => (
        // The tokens of a subject never change their order, so the index can be the key.
        <Fragment key={index}>
          {index > 0 && (
            <>
              .<wbr />
            </>
          )}
          {token}
        </Fragment>
      ))}
    </code>
  );
}

function DeleteRoleDialog({ role, onClose }: { readonly role: Role; readonly onClose: () => void }): ReactElement {
  return (
    <FormDialog
      title={`Delete the role ${role.name}?`}
      submit="Delete the role"
      failure="The role was not deleted."
      isDangerous
      onSubmit={() => api(httpPath(httpPaths.role, { name: role.name }), { method: 'DELETE' })}
      onClose={onClose}
    >
      <p>Its members lose what only this role gives them, in their keys and connections too, at once.</p>
    </FormDialog>
  );
}
