import { type ReactElement, useEffect, useState } from 'react';
import { durationText } from './format.js';

const EVERY_MS = 1_000;

/** How long ago something was, counting on. */
export function Age({ since }: { readonly since: string }): ReactElement {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={since} title={new Date(since).toLocaleString()}>
      {durationText(now - Date.parse(since))}
    </time>
  );
}
