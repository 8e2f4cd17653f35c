import type { CreatedKey } from '@symphony-ts/platform';
import { type FormEvent, type ReactElement, useState } from 'react';
import { api } from '../data/api.js';
import { Dialog } from '../kit/dialog.js';
import { readText } from '../kit/read-text.js';
import { Failure } from '../kit/states.js';

const kinds = [
  ['extension', 'Extension: runs an extension with one prefix'],
  ['client', 'Client: a program that calls extensions'],
  ['registration', 'Registration token: instances get keys of their own with it'],
] as const;

/** Makes a key, and shows its token this once. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [kind, setKind] = useState<string>('extension');
  const [error, setError] = useState<Error>();
  const [made, setMade] = useState<CreatedKey>();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => readText(form, name);
    const [prefix, expires, notes] = [text('prefix'), text('expires'), text('notes')];
    const body = {
      name: text('name'),
      kind,
      ...(prefix === '' ? {} : { prefix }),
      ...(expires === '' ? {} : { expires: new Date(`${expires}T23:59:59`).toISOString() }),
      ...(notes === '' ? {} : { notes }),
    };
    setError(undefined);
    api<CreatedKey>('/api/v1/keys', { method: 'POST', body }).then(setMade, setError);
  };
  if (made) return <ShowToken made={made} onClose={onClose} />;
  return (
    <Dialog title="New API key" onClose={onClose}>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor="key-name">Name</label>
          <input id="key-name" name="name" className="input" required maxLength={200} autoComplete="off" />
        </div>
        <fieldset className="field fieldset">
          <legend>What it is for</legend>
          {kinds.map(([value, words]) => (
            <label key={value} className="check">
              <input type="radio" name="kind" value={value} checked={kind === value} onChange={() => setKind(value)} />
              <span>{words}</span>
            </label>
          ))}
        </fieldset>
        {kind !== 'client' && (
          <div className="field">
            <label htmlFor="key-prefix">
              {kind === 'extension' ? 'Prefix of the extension' : 'Prefixes it may register'}
            </label>
            <input id="key-prefix" name="prefix" className="input" required autoComplete="off" />
            <small>
              {kind === 'extension' ? 'Lower case, such as catalog.' : 'One prefix, or a pattern such as shop-*.'}
            </small>
          </div>
        )}
        <div className="field">
          <label htmlFor="key-expires">Ends at the end of</label>
          <input id="key-expires" name="expires" type="date" className="input" />
          <small>Leave it empty for a key that does not end.</small>
        </div>
        <div className="field">
          <label htmlFor="key-notes">Notes</label>
          <textarea id="key-notes" name="notes" className="input" maxLength={2000} />
        </div>
        {error && <Failure title="The key was not made." error={error} />}
        <div className="dialog__actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button--primary">
            Make the key
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function ShowToken({ made, onClose }: { readonly made: CreatedKey; readonly onClose: () => void }): ReactElement {
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => void navigator.clipboard.writeText(made.token).then(() => setCopied(true));
  return (
    <Dialog title="The key is made" onClose={onClose}>
      <p>Copy its token now: it is shown this once, and nobody can read it again.</p>
      <div className="token">
        <code data-testid="token">{made.token}</code>
        <button type="button" className="button" onClick={copy}>
          {isCopied ? 'Copied' : 'Copy'}
        </button>
      </div>
      <div className="dialog__actions">
        <button type="button" className="button button--primary" onClick={onClose}>
          I have copied it
        </button>
      </div>
    </Dialog>
  );
}
