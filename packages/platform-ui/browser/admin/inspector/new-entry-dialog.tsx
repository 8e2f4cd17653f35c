import type { PageBucket } from '@symphony-ts/page';
import type { ReactElement } from 'react';
import { TextArea, TextField } from '../../kit/field.js';
import { FormDialog } from '../../kit/form-dialog.js';
import type { ReadField } from '../../kit/read-field.js';
import { ServiceError } from '../../symphony/open-bucket.js';
import { readJson } from './json-text.js';

/** Writes a new key. */
export function NewEntryDialog(props: { readonly bucket: PageBucket; readonly onClose: () => void }): ReactElement {
  const { bucket, onClose } = props;
  const create = async (read: ReadField): Promise<void> => {
    try {
      await bucket.put(read('key'), readJson(read('value')), { revision: 0 });
    } catch (error) {
      if (error instanceof ServiceError && error.code === 409)
        throw new Error('There is such a key. Open it to change it.', { cause: error });
      throw error;
    }
  };
  return (
    <FormDialog
      title="New entry"
      submit="Create entry"
      failure="The entry was not created."
      onSubmit={create}
      onClose={onClose}
    >
      <TextField label="Key" name="key" required maxLength={1_024} spellCheck={false} />
      <TextArea
        label="Value"
        name="value"
        className="input input--code"
        required
        rows={8}
        spellCheck={false}
        hint="JSON, such as { &quot;name&quot;: &quot;A book&quot; }. A text stands in quotes."
      />
    </FormDialog>
  );
}
