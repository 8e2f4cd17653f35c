import { toManagerError } from '../errors/to-manager-error.js';

/** Runs a call into `@nats-io/jetstream` and turns what it throws into this package's errors. `what` names the call. */
export async function call<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toManagerError(error, what);
  }
}
