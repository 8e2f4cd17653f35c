import { httpPaths, rights } from '@symphony-ts/contract';
import type { AttributionRule, BusinessUnit } from '@symphony-ts/platform/internal';
import type { ReactElement } from 'react';
import { useShell } from '../../context/shell-context.js';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { SelectField, TextField } from '../../kit/field.js';
import { readNumber } from '../../kit/read-field.js';
import { CollectionPage } from './collection-page.js';

const pattern = (text: string): ReactElement => (text === '*' ? <>any</> : <code>{text}</code>);

/** The rules that decide which business unit pays for which use. */
export default function AttributionPage(): ReactElement {
  const { may } = useShell();
  const { value: units = [] } = useQuery('units', (signal) => api<BusinessUnit[]>(httpPaths.businessUnits, { signal }));
  const nameOf = (id: string): string => units.find((unit) => unit.id === id)?.name ?? id;
  return (
    <CollectionPage<AttributionRule>
      path="/settings/attribution"
      address={httpPaths.attributionRules}
      title="Attribution rules"
      about="They charge use to business units as it is reported. The most specific rule applies."
      noun="attribution rule"
      mayChange={may(rights.usageAdmin)}
      emptyText="Until there is one, use is charged to nobody. Rules need business units: add those first."
      nameOf={({ id }) => id}
      deleteText="What it has charged stays charged. Reports that follow go to the next rule that fits."
      columns={[
        {
          head: 'Rule',
          cell: ({ id, description }) => (
            <>
              <strong>{id}</strong>
              {description !== '' && <small className="clamp">{description}</small>}
            </>
          ),
        },
        { head: 'Extension', cell: ({ extension }) => pattern(extension) },
        { head: 'Account', cell: ({ account }) => pattern(account) },
        { head: 'Charged to', cell: ({ unit }) => nameOf(unit) },
        { head: 'Priority', kind: 'number', cell: ({ priority }) => priority },
      ]}
      read={(read) => ({
        extension: read('extension'),
        account: read('account'),
        unit: read('unit'),
        priority: readNumber(read, 'priority') ?? 0,
        description: read('description'),
      })}
      fields={(rule) => (
        <>
          <div className="columns">
            <TextField
              label="Extension"
              name="extension"
              required
              defaultValue={rule?.extension ?? '*'}
              hint="A prefix; * stands for any characters."
            />
            <TextField
              label="Account"
              name="account"
              required
              defaultValue={rule?.account ?? '*'}
              hint="As reports name it; * for any."
            />
          </div>
          <SelectField
            label="Charged to"
            name="unit"
            required
            options={units.map(({ id, name }) => [id, name] as const)}
            defaultValue={rule?.unit}
          />
          <TextField
            label="Priority"
            name="priority"
            type="number"
            step={1}
            defaultValue={rule?.priority ?? 0}
            hint="Decides between rules that are equally specific: the higher one applies."
          />
          <TextField label="Description" name="description" defaultValue={rule?.description} />
        </>
      )}
    />
  );
}
