import { type FormEvent, type ReactElement, type ReactNode, useState } from 'react';
import { Dialog } from './dialog.js';
import { type ReadField, readText } from './read-field.js';
import { Failure } from './states.js';

/** A dialog with a form. If the submission is refused, it stays open and shows the reason. */
export function FormDialog(props: {
  readonly title: string;
  /** The text of the button, such as `Create key`. */
  readonly submit: string;
  /** What failed, such as `The key was not created.` */
  readonly failure: string;
  readonly onSubmit: (read: ReadField) => Promise<unknown>;
  /** Called after the form was cancelled or submitted. */
  readonly onClose: (isSubmitted: boolean) => void;
  /** Marks the button as one that deletes something. */
  readonly isDangerous?: boolean;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const { title, submit, failure, onSubmit, onClose, isDangerous = false, isWide = false, children } = props;
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setError(undefined);
    setBusy(true);
    onSubmit((name) => readText(form, name)).then(
      () => onClose(true),
      (thrown: Error) => {
        setError(thrown);
        setBusy(false);
      },
    );
  };
  return (
    <Dialog title={title} onClose={() => onClose(false)} isWide={isWide}>
      <form onSubmit={send}>
        {children}
        {error && <Failure title={failure} error={error} />}
        <div className="dialog__actions">
          <button type="button" className="button" onClick={() => onClose(false)}>
            Cancel
          </button>
          <button
            type="submit"
            className={`button ${isDangerous ? 'button--danger' : 'button--primary'}`}
            disabled={isBusy}
          >
            {submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
