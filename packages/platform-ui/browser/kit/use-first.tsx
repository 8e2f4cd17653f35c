import { type ReactElement, useState } from 'react';
import { countText, numberText } from './format.js';

/** The first rows of a long list. */
interface First<T> {
  readonly shown: readonly T[];
  /** The button that shows more rows; `undefined` if all are shown. */
  readonly more: ReactElement | undefined;
}

/** How many rows are drawn at once. Thousands would block the page for seconds. */
const STEP = 100;

/**
 * Draws the beginning of a list, and more of it on demand.
 *
 * @param noun the word for one row
 */
export function useFirst<T>(rows: readonly T[], noun: string): First<T> {
  const [most, setMost] = useState(STEP);
  const left = rows.length - most;
  if (left <= 0) return { shown: rows, more: undefined };
  return {
    shown: rows.slice(0, most),
    more: (
      <p className="more">
        <span>
          {numberText(most)} of {countText(rows.length, noun)} are shown.
        </span>
        <button type="button" className="button" onClick={() => setMost(most + STEP)}>
          Show {numberText(Math.min(STEP, left))} more
        </button>
      </p>
    ),
  };
}
