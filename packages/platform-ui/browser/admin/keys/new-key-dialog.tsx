import { httpPaths, withoutUndefined } from '@symphony-ts/contract';
import type { CreatedKey } from '@symphony-ts/platform';
import { type ReactElement, useRef, useState } from 'react';
import { api } from '../../data/api.js';
import { Dialog } from '../../kit/dialog.js';
import { TextArea, TextField } from '../../kit/field.js';
import { FormDialog } from '../../kit/form-dialog.js';
import { type ReadField, readNumber } from '../../kit/read-field.js';
import { CapabilitiesField } from '../rights/capabilities-field.js';
import { type CapabilityText, readCapabilities } from '../rights/capability-text.js';
import { ExpiryField, readExpiry } from './expiry-field.js';

const kinds = [
  ['extension', 'An extension', 'It runs under the prefix that you name.'],
  ['client', 'A client', 'A program, a script or a person that calls extensions.'],
] as const;

/** Creates a key, and shows its token once. */
export function NewKeyDialog(props: { readonly isRegistration: boolean; readonly onClose: () => void }): ReactElement {
  const { isRegistration, onClose } = props;
  const [kind, setKind] = useState<string>(isRegistration ? 'registration' : 'extension');
  const [hasOwnRights, setOwnRights] = useState(false);
  const [rights, setRights] = useState<CapabilityText>({ pub: '', sub: '' });
  const [created, setCreated] = useState<CreatedKey>();
  const submit = async (read: ReadField): Promise<void> => {
    const [prefix, notes, maxUses] = [read('prefix'), read('notes'), readNumber(read, 'maxUses')];
    const body = {
      name: read('name'),
      kind,
      expires: readExpiry(read, Date.now()),
      ...(prefix === '' ? {} : { prefix }),
      ...(notes === '' ? {} : { notes }),
      ...withoutUndefined({ maxUses }),
      ...(hasOwnRights ? { capabilities: readCapabilities(rights) } : {}),
    };
    setCreated(await api<CreatedKey>(httpPaths.keys, { method: 'POST', body }));
  };
  if (created) return <ShowToken created={created} onClose={onClose} />;
  return (
    <FormDialog
      title={isRegistration ? 'New registration token' : 'New API key'}
      submit={isRegistration ? 'Create token' : 'Create key'}
      failure="It was not created."
      isWide
      onSubmit={submit}
      // When the key exists, another dialog shows its token, so this one closes.
      onClose={(isSubmitted) => void (isSubmitted || onClose())}
    >
      <TextField label="Name" name="name" required maxLength={200} hint="So that you recognise it in the list." />
      {!isRegistration && (
        <fieldset className="field fieldset cards">
          <legend>It is for</legend>
          {kinds.map(([value, words, about]) => (
            <label key={value} className="check check--card">
              <input type="radio" name="kind" value={value} checked={kind === value} onChange={() => setKind(value)} />
              <span>
                <strong>{words}</strong>
                <small>{about}</small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {kind === 'extension' && (
        <TextField
          label="Prefix of the extension"
          name="prefix"
          required
          spellCheck={false}
          hint="Lower case, such as catalog. Its endpoints, events and pages stand below it."
        />
      )}
      {kind === 'registration' && (
        <div className="columns">
          <TextField
            label="Prefixes it may register"
            name="prefix"
            required
            spellCheck={false}
            hint="One prefix, or a pattern such as shop-*."
          />
          <TextField
            label="Keys at most"
            name="maxUses"
            type="number"
            min={1}
            hint="Empty for as many as are asked for."
          />
        </div>
      )}
      <ExpiryField />
      <TextArea label="Notes" name="notes" maxLength={2_000} rows={2} />
      <label className="check field">
        <input type="checkbox" checked={hasOwnRights} onChange={(event) => setOwnRights(event.target.checked)} />
        <span>
          Choose its rights
          <small>Otherwise it gets what is usual for its kind.</small>
        </span>
      </label>
      {hasOwnRights && <CapabilitiesField value={rights} onChange={setRights} />}
    </FormDialog>
  );
}

function ShowToken({ created, onClose }: { readonly created: CreatedKey; readonly onClose: () => void }): ReactElement {
  const [copied, setCopied] = useState<'by the page' | 'by hand'>();
  const token = useRef<HTMLElement>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(created.token);
      setCopied('by the page');
    } catch {
      // A browser offers no clipboard to a page over plain HTTP, or if the person has forbidden it.
      if (token.current) getSelection()?.selectAllChildren(token.current);
      setCopied('by hand');
    }
  };
  return (
    <Dialog title="Copy the token now" onClose={onClose}>
      <p>This is the only time that it is shown. Nobody can read it again.</p>
      <div className="token">
        <code ref={token} data-testid="token">
          {created.token}
        </code>
        <button type="button" className="button" onClick={() => void copy()}>
          {copied === 'by the page' ? 'Copied' : 'Copy'}
        </button>
      </div>
      {copied === 'by hand' && (
        <p role="status">The browser does not let this page copy. The token is selected: press Ctrl C or ⌘ C.</p>
      )}
      <div className="dialog__actions">
        <button type="button" className="button button--primary" onClick={onClose}>
          I have copied it
        </button>
      </div>
    </Dialog>
  );
}
