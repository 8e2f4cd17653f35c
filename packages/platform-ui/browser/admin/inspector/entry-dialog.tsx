import type { PageBucket, PageChange, PageEntry } from '@symphony-ts/page';
import { type ReactElement, useState } from 'react';
import { useQuery } from '../../data/use-query.js';
import { Age } from '../../kit/age.js';
import { Dialog } from '../../kit/dialog.js';
import { TextArea } from '../../kit/field.js';
import { FormDialog } from '../../kit/form-dialog.js';
import { QueryView } from '../../kit/query-view.js';
import { Empty } from '../../kit/states.js';
import { ServiceError } from '../../symphony/open-bucket.js';
import { jsonText, readJson } from './json-text.js';

interface EntryProps {
  readonly bucket: PageBucket;
  readonly entryKey: string;
  readonly mayPut: boolean;
  readonly onClose: () => void;
}

/** The value of a key, to read and to change, and its earlier values. */
export function EntryDialog(props: EntryProps): ReactElement {
  const { bucket, entryKey, mayPut, onClose } = props;
  const query = useQuery(entryKey, async () => {
    const [entry, history] = await Promise.all([bucket.get(entryKey), bucket.history(entryKey)]);
    return { entry, history: history.toReversed() };
  });
  const { entry, history = [] } = query.value ?? {};
  if (entry && mayPut && entry.encoding === undefined) {
    return <EntryForm bucket={bucket} entryKey={entryKey} entry={entry} history={history} onClose={onClose} />;
  }
  return (
    <Dialog title={entryKey} isWide onClose={onClose}>
      <QueryView query={query} failure="The value could not be read.">
        {() =>
          entry ? (
            <>
              {entry.encoding && <p>These are bytes that are no JSON, in base64.</p>}
              <pre className="code">{entry.encoding ? String(entry.value) : jsonText(entry.value)}</pre>
              <Earlier history={history} />
            </>
          ) : (
            <Empty title="It has no value">
              <p>Somebody has deleted it meanwhile, or it has expired.</p>
            </Empty>
          )
        }
      </QueryView>
    </Dialog>
  );
}

/** The current entry after somebody else changed it. Without an entry, they deleted the key. */
interface Conflict {
  readonly entry: PageEntry | undefined;
}

function EntryForm(
  props: Omit<EntryProps, 'mayPut'> & { readonly entry: PageEntry; readonly history: readonly PageChange[] },
): ReactElement {
  const { bucket, entryKey, entry, history, onClose } = props;
  const [revision, setRevision] = useState(entry.revision);
  const [text, setText] = useState(jsonText(entry.value));
  const [conflict, setConflict] = useState<Conflict>();
  const save = async (): Promise<void> => {
    try {
      await bucket.put(entryKey, readJson(text), { revision });
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 409) throw error;
      setConflict({ entry: await bucket.get(entryKey) });
      throw new Error('Somebody else has changed it since you opened it. Nothing of theirs is lost.', { cause: error });
    }
  };
  /** Continues from the current entry, with its value or with the text in this form. */
  const settle = (theirs: PageEntry | undefined, next: string): void => {
    setRevision(theirs?.revision ?? 0);
    setText(next);
    setConflict(undefined);
  };
  return (
    <FormDialog
      title={entryKey}
      submit={`Save if still revision ${revision}`}
      failure="The value was not saved."
      isWide
      onSubmit={save}
      onClose={onClose}
    >
      <TextArea
        label={`Value, revision ${revision}`}
        name="value"
        className="input input--code"
        rows={Math.min(18, text.split('\n').length + 1)}
        spellCheck={false}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {conflict && (
        <div className="notice notice--warning">
          <strong>{conflict.entry ? `Revision ${conflict.entry.revision} is there now` : 'It was deleted'}</strong>
          {conflict.entry && <pre>{jsonText(conflict.entry.value)}</pre>}
          <div className="dialog__choices">
            {conflict.entry && (
              <button
                type="button"
                className="button"
                onClick={() => settle(conflict.entry, jsonText(conflict.entry?.value))}
              >
                Take theirs
              </button>
            )}
            <button type="button" className="button" onClick={() => settle(conflict.entry, text)}>
              Keep mine, to save it over theirs
            </button>
          </div>
        </div>
      )}
      <Earlier history={history} onUse={(value) => setText(jsonText(value))} />
    </FormDialog>
  );
}

/** The revisions in the bucket, newest first. */
function Earlier(props: {
  readonly history: readonly PageChange[];
  readonly onUse?: (value: unknown) => void;
}): ReactElement | null {
  const { history, onUse } = props;
  if (history.length < 2) return null;
  return (
    <details className="earlier">
      <summary>{history.length} revisions are kept</summary>
      <ol>
        {history.map(({ revision, operation, value, created }) => (
          <li key={revision}>
            <strong>Revision {revision}</strong>{' '}
            <small>
              <Age since={created} /> ago
            </small>
            {operation === 'delete' ? <p className="muted">deleted</p> : <pre className="code">{jsonText(value)}</pre>}
            {onUse && operation === 'put' && (
              <button
                type="button"
                className="button"
                aria-label={`Use revision ${revision}`}
                onClick={() => onUse(value)}
              >
                Use this value
              </button>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
