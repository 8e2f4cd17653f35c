import type { ReactElement } from 'react';

/** One thing to do: the words of its button, and what it does. */
export type RowAction = readonly [words: string, run: () => void];

/** What one can do to the record of a row. A screen reader hears with each button which record it is about. */
export function RowActions(props: {
  /** What the record is called. */
  readonly of: string;
  /** `false` for what the person may not do. */
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
