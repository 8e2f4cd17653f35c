import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { PAUSE_BROADCAST, PauseNotice } from '@symphony-ts/contract';
import { linkOf } from './link.js';

/** Whose requests wait, and where the pauses are announced. */
export interface PausedLink {
  /** The connection that hears the announcements. */
  readonly hears: NatsConnection;
  /** The connection whose requests wait. */
  readonly waits: NatsConnection;
  /** The extension that a request goes to; empty for the platform; `undefined` for a request that never waits. */
  readonly prefixOf: (subject: string) => string | undefined;
}

/** Has the requests of a connection wait while the platform asks for that. */
export function followPauses({ hears, waits, prefixOf }: PausedLink): void {
  const { pauses } = linkOf(waits);
  hears.subscribe(PAUSE_BROADCAST, {
    callback: (error, message) => {
      const notice = error ? undefined : readNotice(message);
      if (!notice) return; // A platform that does not know this subject refuses the subscription.
      if (notice.ms === 0) return pauses.end(notice.id);
      const prefixes = notice.prefixes && new Set(notice.prefixes);
      const holds = (subject: string): boolean => {
        const prefix = prefixOf(subject);
        return prefix !== undefined && (prefixes?.has(prefix) ?? true);
      };
      pauses.begin(notice.id, holds, notice.ms);
    },
  });
}

function readNotice(message: Msg): PauseNotice | undefined {
  try {
    return PauseNotice.parse(message.json());
  } catch {
    return undefined; // not a notice
  }
}
