import { httpPath, httpPaths, withoutUndefined } from '@symphony-ts/contract';
import type { KeySummary } from '@symphony-ts/platform';
import { type ReactElement, useState } from 'react';
import { api } from '../../data/api.js';
import { TextArea, TextField } from '../../kit/field.js';
import { FormDialog } from '../../kit/form-dialog.js';
import { dateText } from '../../kit/format.js';
import type { ReadField } from '../../kit/read-field.js';
import { CapabilitiesField } from '../rights/capabilities-field.js';
import { capabilityText, readCapabilities } from '../rights/capability-text.js';
import { ExpiryField, readExpiry } from './expiry-field.js';

const none = { pub: { allow: [] }, sub: { allow: [] } };

/** Changes the name, the notes, the expiry and the rights of a key. Its token stays the same. */
export function EditKeyDialog(props: { readonly apiKey: KeySummary; readonly onClose: () => void }): ReactElement {
  const { apiKey, onClose } = props;
  const { id, name, notes, expires, capabilities, kind } = apiKey;
  const [hasOwnRights, setOwnRights] = useState(capabilities !== undefined);
  const [rights, setRights] = useState(capabilityText(capabilities ?? none));
  const submit = (read: ReadField): Promise<unknown> => {
    const end = readExpiry(read, Date.now());
    const given = hasOwnRights ? readCapabilities(rights) : null;
    const hasNewRights = JSON.stringify(given) !== JSON.stringify(capabilities ?? null);
    const body = {
      name: read('name'),
      notes: read('notes') === '' ? null : read('notes'),
      ...withoutUndefined({ expires: end }),
      // Sending rights makes the connections of the key fetch new credentials, so unchanged rights are not sent.
      ...(kind === 'registration' || !hasNewRights ? {} : { capabilities: given }),
    };
    return api(httpPath(httpPaths.key, { id }), { method: 'PUT', body });
  };
  return (
    <FormDialog
      title={`Edit ${name}`}
      submit="Save"
      failure="The key was not changed."
      isWide
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label="Name" name="name" required maxLength={200} defaultValue={name} />
      <ExpiryField current={expires === undefined ? 'Never (as now)' : `On ${dateText(expires)} (as now)`} />
      <TextArea label="Notes" name="notes" maxLength={2_000} rows={2} defaultValue={notes} />
      {kind !== 'registration' && (
        <label className="check field">
          <input type="checkbox" checked={hasOwnRights} onChange={(event) => setOwnRights(event.target.checked)} />
          <span>
            Choose its rights
            <small>Otherwise it has what is usual for its kind. A change reaches its live connections at once.</small>
          </span>
        </label>
      )}
      {hasOwnRights && <CapabilitiesField value={rights} onChange={setRights} />}
    </FormDialog>
  );
}
