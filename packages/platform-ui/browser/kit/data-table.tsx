import type { ReactElement, ReactNode } from 'react';
import { useFirst } from './use-first.js';

/** One column of a table. */
export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => ReactNode;
  /** Numbers are aligned to the right. The heading of actions is only for screen readers. */
  readonly kind?: 'number' | 'actions';
}

/**
 * Records as a table. On a narrow screen, each record is a block with its values below each other. It draws the first
 * hundred rows of a long list, and more on demand.
 */
export function DataTable<T>(props: {
  readonly label: string;
  /** The word for one row. Default `row`. */
  readonly noun?: string;
  /** Whether the table is already inside a card. */
  readonly isInCard?: boolean;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string;
}): ReactElement {
  const { label, noun = 'row', isInCard = false, rows, columns, keyOf } = props;
  const { shown, more } = useFirst(rows, noun);
  return (
    <>
      {/* A region that scrolls must be reachable by the keyboard, or its right side is not. */}
      <div className={isInCard ? 'table-wrap' : 'card table-wrap'} role="region" aria-label={label} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              {columns.map(({ head, kind }) => (
                <th key={head} scope="col" className={kind}>
                  {kind === 'actions' ? <span className="visually-hidden">{head}</span> : head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map(({ head, cell, kind }) => (
                  <td key={head} className={kind} data-label={kind === 'actions' ? undefined : head}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more}
    </>
  );
}
