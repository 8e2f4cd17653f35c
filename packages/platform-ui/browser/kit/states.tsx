import type { ReactElement, ReactNode } from 'react';
import { ApiError, isSignedOut, needsFreshSignIn } from '../data/api.js';

/** Something is loading. */
export function Loading({ what = 'Loading…' }: { readonly what?: string }): ReactElement {
  return (
    <p className="spinner" role="status">
      {what}
    </p>
  );
}

/** There is no content yet; the text says what to do. */
export function Empty(props: {
  readonly title: string;
  /** `h1` if it is the only content of the page. */
  readonly heading?: 'h1' | 'h2';
  readonly children: ReactNode;
}): ReactElement {
  const { title, heading: Heading = 'h2', children } = props;
  return (
    <div className="empty">
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}

/** Something failed; the text says what to do. */
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
  if (needsFreshSignIn(error)) return 'Confirm that it is you, then try again.';
  // The contents of a form stay in the meantime.
  if (isSignedOut(error)) return 'Your session has ended. Sign in again in another tab, then try again.';
  if (error instanceof ApiError && error.status === 403) {
    return `Your roles do not allow this. Ask an administrator of the platform. (${error.message})`;
  }
  return error.message;
}
