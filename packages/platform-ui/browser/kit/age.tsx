import type { ReactElement } from 'react';
import { durationText, momentText } from './format.js';
import { useNow } from './use-now.js';

/** The time since a moment, updated every second. Its tooltip shows the moment itself. */
export function Age({ since }: { readonly since: string }): ReactElement {
  const now = useNow();
  return (
    <time dateTime={since} title={momentText(since)}>
      {durationText(now - Date.parse(since))}
    </time>
  );
}
