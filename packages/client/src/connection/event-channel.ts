import type { Logger, PermissionError } from '@symphony-ts/contract';

/** An event in the life of a connection. */
export type ConnectionEvent =
  | { readonly kind: 'disconnected'; readonly server: string }
  | { readonly kind: 'reconnected'; readonly server: string }
  | { readonly kind: 'credentials-renewed'; readonly expiresAt: Date | undefined }
  /** The server refused a publish or a subscription after the call had returned. */
  | { readonly kind: 'permission-denied'; readonly error: PermissionError }
  /** The last event. `error` is the reason, unless `close()` or `drain()` closed the connection. */
  | { readonly kind: 'closed'; readonly error?: Error };

/** Called for each event of a connection, in order. An error in it is logged and has no effect on the connection. */
export type ConnectionListener = (event: ConnectionEvent) => void;

/** Passes events to listeners and loops. If a listener throws, that is logged, and the others still receive the event. */
export class EventChannel {
  readonly #listeners = new Set<ConnectionListener>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  emit(event: ConnectionEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#logger.error('a connection listener failed', { event: event.kind, err: error });
      }
    }
    if (event.kind === 'closed') this.#listeners.clear();
  }

  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins to collect when it is called, not when the loop starts, so that nothing in between is missed. */
  iterate(): AsyncIterable<ConnectionEvent> {
    const waiting: ConnectionEvent[] = [];
    let wake = (): void => undefined;
    const stop = this.listen((event) => {
      waiting.push(event);
      wake();
    });
    return {
      async *[Symbol.asyncIterator]() {
        try {
          for (;;) {
            const event = waiting.shift();
            if (event) {
              yield event;
              if (event.kind === 'closed') return;
            } else {
              await new Promise<void>((resolve) => {
                wake = resolve;
              });
            }
          }
        } finally {
          stop();
        }
      },
    };
  }
}
