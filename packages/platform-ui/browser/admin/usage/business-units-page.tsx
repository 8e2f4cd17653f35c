import { httpPaths, rights, withoutUndefined } from '@symphony-ts/contract';
import type { BusinessUnit } from '@symphony-ts/platform/internal';
import type { ReactElement } from 'react';
import { useShell } from '../../context/shell-context.js';
import { TextField } from '../../kit/field.js';
import { numberText } from '../../kit/format.js';
import { readNumber } from '../../kit/read-field.js';
import { CollectionPage } from './collection-page.js';

/** The parts of the organisation that pay for use. */
export default function BusinessUnitsPage(): ReactElement {
  const { may } = useShell();
  return (
    <CollectionPage<BusinessUnit>
      path="/settings/business-units"
      address={httpPaths.businessUnits}
      title="Business units"
      about="Parts of your organisation that use is charged to. A quota is advice, and never enforced."
      noun="business unit"
      mayChange={may(rights.usageAdmin)}
      emptyText="Add one, and write attribution rules that charge use to it."
      nameOf={({ name }) => name}
      deleteText="Its records stay, and count as charged to nobody. Delete the rules that name it, too."
      columns={[
        {
          head: 'Name',
          cell: ({ name, id, description }) => (
            <>
              <strong>{name}</strong>
              <small>
                <code>{id}</code>
              </small>
              {description !== '' && <small className="clamp">{description}</small>}
            </>
          ),
        },
        { head: 'Contact', cell: ({ contact }) => <span className="wrap">{contact}</span> },
        { head: 'Quota', kind: 'number', cell: ({ quota }) => (quota === undefined ? 'None' : numberText(quota)) },
      ]}
      read={(read) => {
        const quota = readNumber(read, 'quota');
        return {
          name: read('name'),
          description: read('description'),
          contact: read('contact'),
          ...withoutUndefined({ quota }),
        };
      }}
      fields={(unit) => (
        <>
          <TextField label="Name" name="name" required maxLength={200} defaultValue={unit?.name} />
          <TextField label="Description" name="description" defaultValue={unit?.description} />
          <TextField
            label="Contact"
            name="contact"
            defaultValue={unit?.contact}
            hint="Who to ask, such as an address."
          />
          <TextField
            label="Quota"
            name="quota"
            type="number"
            min={0}
            step="any"
            defaultValue={unit?.quota}
            hint="Units a month."
          />
        </>
      )}
    />
  );
}
