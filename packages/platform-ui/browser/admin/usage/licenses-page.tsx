import { httpPath, httpPaths } from '@symphony-ts/contract';
import type { LicenseSummary } from '@symphony-ts/platform/internal';
import { type ReactElement, useState } from 'react';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { AddButton } from '../../kit/add-button.js';
import { TextArea } from '../../kit/field.js';
import { FormDialog } from '../../kit/form-dialog.js';
import { dateText, numberText } from '../../kit/format.js';
import { QueryView } from '../../kit/query-view.js';
import { Empty } from '../../kit/states.js';
import { AdminPage } from '../kit/admin-page.js';

type Open = 'add' | LicenseSummary;

/** The licences that cover use, with the remaining units and the end of each. */
export default function LicensesPage(): ReactElement {
  const query = useQuery('licences', (signal) => api<LicenseSummary[]>(httpPaths.licenses, { signal }));
  const [open, setOpen] = useState<Open>();
  const close = (): void => {
    setOpen(undefined);
    query.reload();
  };
  const addButton = <AddButton words="Add a licence" onClick={() => setOpen('add')} />;
  return (
    <AdminPage
      path="/settings/licenses"
      title="Licences"
      about="What may be used, and until when. The licence that expires first is charged first."
      actions={addButton}
    >
      <QueryView query={query} failure="The licences could not be loaded.">
        {(licenses) =>
          licenses.length === 0 ? (
            <Empty title="No licences">
              <p>Paste the document that you got from the vendor. A platform without licensing needs none.</p>
              {addButton}
            </Empty>
          ) : (
            licenses.map((license) => (
              <LicenseCard key={license.id} license={license} onRemove={() => setOpen(license)} />
            ))
          )
        }
      </QueryView>
      {open === 'add' && <AddLicenseDialog onClose={close} />}
      {typeof open === 'object' && <RemoveLicenseDialog license={open} onClose={close} />}
    </AdminPage>
  );
}

function LicenseCard({
  license,
  onRemove,
}: {
  readonly license: LicenseSummary;
  readonly onRemove: () => void;
}): ReactElement {
  const { id, customer, issued, expires, grace_days, units, used, rates } = license;
  const isOver = Date.parse(expires) <= Date.now();
  return (
    <section className="card admin-card" aria-labelledby={`license-${id} license-${id}-id`}>
      <header className="admin-card__head">
        <div>
          <h2 id={`license-${id}`}>{customer ?? id}</h2>
          <p>
            <code id={`license-${id}-id`}>{id}</code> · {dateText(issued)} to {dateText(expires)}
            {grace_days > 0 && ` · ${numberText(grace_days)} days of grace`}
          </p>
        </div>
        {isOver ? (
          <span className="badge badge--error">Expired</span>
        ) : used >= units ? (
          <span className="badge badge--error">Used up</span>
        ) : (
          <span className="badge badge--ok">In force</span>
        )}
        <button type="button" className="button" aria-label={`Remove ${customer ?? id}`} onClick={onRemove}>
          Remove
        </button>
      </header>
      <div className="admin-card__body">
        <label className="meter">
          {numberText(used)} of {numberText(units)} units used
          <meter min={0} max={units} high={units * 0.9} value={Math.min(used, units)} />
        </label>
        <dl className="rates">
          {Object.entries(rates).map(([prefix, dimensions]) => (
            <div key={prefix}>
              <dt>{prefix}</dt>
              <dd>
                {Object.entries(dimensions)
                  .map(([dimension, rate]) => `${dimension} × ${numberText(rate)}`)
                  .join(', ')}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}

function AddLicenseDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <FormDialog
      title="Add a licence"
      submit="Add the licence"
      failure="The licence was not added."
      onSubmit={(read) => api(httpPaths.licenses, { method: 'POST', body: { license: read('license') } })}
      onClose={onClose}
    >
      <TextArea
        label="Licence"
        name="license"
        className="input input--code"
        rows={8}
        required
        spellCheck={false}
        hint="The whole document, which is three parts with dots between them."
      />
    </FormDialog>
  );
}

function RemoveLicenseDialog(props: { readonly license: LicenseSummary; readonly onClose: () => void }): ReactElement {
  const { license, onClose } = props;
  return (
    <FormDialog
      title={`Remove the licence ${license.customer ?? license.id}?`}
      submit="Remove the licence"
      failure="The licence was not removed."
      isDangerous
      onSubmit={() => api(httpPath(httpPaths.license, { id: license.id }), { method: 'DELETE' })}
      onClose={onClose}
    >
      <p>What only this licence covers is blocked at once. You can add it again.</p>
    </FormDialog>
  );
}
