import type { ReactElement, ReactNode } from 'react';
import { ApiError, isSignedOut, needsFreshSignIn } from '../data/api.js';

/** Something is on its way. */
export function Loading({ what = 'Loading…' }: { readonly what?: string }): ReactElement {
  return (
    <p className="spinner" role="status">
      {what}
    </p>
  );
}

/** There is nothing here yet, and what to do about it. */
export function Empty(props: {
  readonly title: string;
  /** `h1` where it is all there is on the page. */
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
  if (needsFreshSignIn(error)) return 'Confirm that it is you, then try again.';
  // What is written in a form stays there meanwhile.
  if (isSignedOut(error)) return 'Your session has ended. Sign in again in another tab, then try again.';
  if (error instanceof ApiError && error.status === 403) {
    return `Your roles do not allow this. Ask an administrator of the platform. (${error.message})`;
  }
  return error.message;
}
