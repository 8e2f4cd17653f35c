import { httpPath, httpPaths } from '@symphony-ts/contract';
import type { Role } from '@symphony-ts/platform';
import { type ReactElement, useState } from 'react';
import { api } from '../../data/api.js';
import { TextField } from '../../kit/field.js';
import { FormDialog } from '../../kit/form-dialog.js';
import type { ReadField } from '../../kit/read-field.js';
import { CapabilitiesField } from '../rights/capabilities-field.js';
import { capabilityText, readCapabilities } from '../rights/capability-text.js';

const none = { pub: { allow: [] }, sub: { allow: [] } };

/** Adds or changes a role. */
export function RoleDialog({ role, onClose }: { readonly role?: Role; readonly onClose: () => void }): ReactElement {
  const [rights, setRights] = useState(capabilityText(role?.capabilities ?? none));
  const submit = (read: ReadField): Promise<unknown> => {
    const groups = read('groups')
      .split(',')
      .map((group) => group.trim())
      .filter((group) => group !== '');
    const body = { description: read('description'), groups, capabilities: readCapabilities(rights) };
    return api(httpPath(httpPaths.role, { name: role?.name ?? read('name') }), { method: 'PUT', body });
  };
  return (
    <FormDialog
      title={role ? `Edit the role ${role.name}` : 'New role'}
      submit={role ? 'Save' : 'Create role'}
      failure={role ? 'The role was not changed.' : 'The role was not created.'}
      isWide
      onSubmit={submit}
      onClose={onClose}
    >
      {!role && (
        <TextField
          label="Name"
          name="name"
          required
          maxLength={64}
          pattern="[A-Za-z0-9_\-]+"
          hint="Letters, digits, _ and -."
        />
      )}
      <TextField label="Description" name="description" defaultValue={role?.description} />
      <TextField
        label="Groups"
        name="groups"
        defaultValue={role?.groups.join(', ')}
        hint="Groups of the identity provider, with commas between them. * stands for everybody who signs in."
      />
      <CapabilitiesField isRole value={rights} onChange={setRights} />
    </FormDialog>
  );
}
