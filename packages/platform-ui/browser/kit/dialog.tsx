import { type ReactElement, type ReactNode, useId } from 'react';
import { Icon } from './icon.js';
import { useModal } from './use-modal.js';

/** A modal dialog. The browser keeps the focus inside, closes it on Escape, and gives the focus back. */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  /** For large forms. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const { title, onClose, isWide = false, children } = props;
  const ref = useModal();
  const id = useId();
  return (
    <dialog
      ref={ref}
      className={isWide ? 'dialog dialog--wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className="dialog__head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="button button--plain button--icon" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div className="dialog__body">{children}</div>
    </dialog>
  );
}
