import type { ReactElement, ReactNode } from 'react';
import { ApiError } from '../data/api.js';

/** Something is on its way. */
export function Loading({ what = 'Loading…' }: { readonly what?: string }): ReactElement {
  return (
    <p className="spinner" role="status">
      {what}
    </p>
  );
}

/** There is nothing here yet, and what to do about it. */
export function Empty(props: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className="empty">
      <strong>{props.title}</strong>
      {props.children}
    </div>
  );
}

/** Something went wrong, and what to do about it. */
export function Failure(props: {
  readonly title: string;
  readonly error: Error;
  readonly onRetry?: (() => void) | undefined;
}): ReactElement {
  const { title, error, onRetry } = props;
  return (
    <div className="notice notice--danger" role="alert">
      <strong>{title}</strong>
      <p>{explain(error)}</p>
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

function explain(error: Error): string {
  if (error instanceof ApiError && error.status === 403) {
    return `Your roles do not allow this. Ask an administrator of the platform. (${error.message})`;
  }
  return error.message;
}
