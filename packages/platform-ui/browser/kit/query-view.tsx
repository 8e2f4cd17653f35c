import type { ReactElement, ReactNode } from 'react';
import type { Query } from '../data/use-query.js';
import { Failure, Loading } from './states.js';

/** Shows a loaded value, the loading, or the failure with a button to try again. */
export function QueryView<T>(props: {
  readonly query: Query<T>;
  /** What failed, such as `The keys could not be loaded.` */
  readonly failure: string;
  readonly children: (value: T) => ReactNode;
}): ReactElement {
  const { query, failure, children } = props;
  const { value, error, reload } = query;
  return (
    <>
      {error && <Failure title={failure} error={error} onRetry={reload} />}
      {value === undefined && !error && <Loading />}
      {value !== undefined && children(value)}
    </>
  );
}
