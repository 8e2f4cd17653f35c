import { DisconnectedError } from '@symphony-ts/contract';
import { aborted, assertNotAborted } from './abort.js';
import { Cancellation } from './requests/cancellation.js';
import type { Held, Outbox } from './requests/outbox.js';

/** A wait for a connection: its purpose and its length. */
export interface Wait {
  /** What waits. It is named in the error of an abort. */
  readonly what: string;
  /** The destination. It is named in the other errors. */
  readonly subject: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Resolves when the connection of `outbox` can send, after what was kept before.
 *
 * @throws `DISCONNECTED`, not sent, when the connection does not come back in time or too much waits for it already;
 *   `CONNECTION_CLOSED`; `ABORTED`
 */
export function whenUp(outbox: Outbox, { what, subject, timeoutMs, signal }: Wait): Promise<void> {
  assertNotAborted(what, signal);
  return new Promise((resolve, reject) => {
    const cancellation = signal && Cancellation.of(signal);
    const waiting = { cancel: (): void => give(aborted(what, signal)) };
    const end = (): void => {
      clearTimeout(timer);
      cancellation?.delete(waiting);
    };
    const held: Held = {
      subject,
      bytes: subject.length,
      send: () => {
        end();
        resolve();
      },
      fail: (error) => {
        end();
        reject(error);
      },
    };
    const give = (error: Error): void => {
      outbox.remove(held);
      held.fail(error);
    };
    const timer = setTimeout(() => give(new DisconnectedError({ what: subject, isSent: false })), timeoutMs);
    cancellation?.add(waiting);
    outbox.add(held);
  });
}
