import type { ReactElement } from 'react';

/** An action: the text of its button, and its function. */
export type RowAction = readonly [words: string, run: () => void];

/** The actions on the record of a row. For screen readers, the label of each button names the record. */
export function RowActions(props: {
  /** The name of the record. */
  readonly of: string;
  /** `false` for an action that the person may not do. */
  readonly actions: readonly (RowAction | false)[];
}): ReactElement {
  const { of, actions } = props;
  const possible = actions.filter((action) => action !== false);
  return (
    <span className="row-actions">
      {possible.map(([words, run]) => (
        <button key={words} type="button" className="button" aria-label={`${words} ${of}`} onClick={run}>
          {words}
        </button>
      ))}
    </span>
  );
}
