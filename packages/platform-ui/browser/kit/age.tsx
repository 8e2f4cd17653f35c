import type { ReactElement } from 'react';
import { durationText, momentText } from './format.js';
import { useNow } from './use-now.js';

/** How long ago something was, counting on. The time itself is told to whoever points at it. */
export function Age({ since }: { readonly since: string }): ReactElement {
  const now = useNow();
  return (
    <time dateTime={since} title={momentText(since)}>
      {durationText(now - Date.parse(since))}
    </time>
  );
}
