import { type Logger } from '@symphony-ts/contract';
import type { ConnectionEvent, ConnectionListener } from './connection-event.js';

/** Hands events to listeners and loops; a listener that throws is logged and disturbs nobody else. */
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
