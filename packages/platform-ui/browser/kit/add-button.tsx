import type { ReactElement } from 'react';
import { Icon } from './icon.js';

/** The button of a page that adds a record. */
export function AddButton({ words, onClick }: { readonly words: string; readonly onClick: () => void }): ReactElement {
  return (
    <button type="button" className="button button--primary" onClick={onClick}>
      <Icon name="plus" />
      {words}
    </button>
  );
}
