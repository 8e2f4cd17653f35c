import type { KeySummary } from '@symphony-ts/platform';

const SOON_MS = 14 * 86_400_000;

/** The state of a key as a word and a colour. */
export interface KeyStatus {
  readonly kind: 'ok' | 'warning' | 'error' | 'idle';
  readonly words: string;
  /** Whether the key can still be used. */
  readonly isLive: boolean;
}

/** The state of a key at `now` (Unix ms). */
export function keyStatus({ revoked, expires, activateBefore }: KeySummary, now: number): KeyStatus {
  if (revoked !== undefined) return { kind: 'idle', words: 'Revoked', isLive: false };
  const end = expires === undefined ? Infinity : Date.parse(expires);
  if (end <= now) return { kind: 'error', words: 'Expired', isLive: false };
  if (activateBefore !== undefined && Date.parse(activateBefore) <= now) {
    return { kind: 'idle', words: 'Never used', isLive: false };
  }
  if (end - now < SOON_MS) return { kind: 'warning', words: 'Expires soon', isLive: true };
  return { kind: 'ok', words: 'Active', isLive: true };
}
