import type { ConnectionEvent, SymphonyConnection } from '../src/index.js';

/** The next event of `kind`. */
export function nextEvent(connection: SymphonyConnection, kind: ConnectionEvent['kind']): Promise<ConnectionEvent> {
  return new Promise((resolve) => {
    const stop = connection.onStatus((event) => {
      if (event.kind !== kind) return;
      stop();
      resolve(event);
    });
  });
}
