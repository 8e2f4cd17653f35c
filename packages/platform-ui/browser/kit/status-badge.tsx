import type { ReactElement } from 'react';

const words = {
  ok: ['ok', 'Healthy'],
  warning: ['warning', 'Warning'],
  error: ['error', 'Failing'],
  inactive: ['idle', 'Not running'],
  disconnected: ['idle', 'Stopped'],
} as const;

/** The word for a state. */
export const statusWord = (status: keyof typeof words): string => words[status][1];

/** The state of an extension or an instance, in a word and a colour. */
export function StatusBadge({ status }: { readonly status: keyof typeof words }): ReactElement {
  const [kind, word] = words[status];
  return (
    <span className={`badge badge--${kind}`}>
      <span className={`dot dot--${kind}`} />
      {word}
    </span>
  );
}
