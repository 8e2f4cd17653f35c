import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { isSymphonyError } from '@symphony-ts/contract';
import { callExtension, type ExtensionCall } from './call-extension.js';
import { ExtensionLoad, type Lane } from './extension-load.js';

/**
 * The bytes of answers that one extension can have on the way in the shared lane, whatever it answers: half of what a server keeps
 * for a connection by default before it ends it.
 */
const SHARED_BYTES = 32 * 2 ** 20;
const MAX_PAYLOAD = 2 ** 20;

/**
 * Calls extensions. The first requests to each extension share a connection. Further requests, while those are not answered, take
 * another one. So an extension that answers many requests at once, each with as much as a message holds, may end the connection
 * of extensions like itself, and no other.
 */
export class ExtensionCalls {
  readonly #lanes: Readonly<Record<Lane, NatsConnection>>;
  readonly #load: ExtensionLoad;

  constructor(lanes: Readonly<Record<Lane, NatsConnection>>) {
    this.#lanes = lanes;
    const maxPayload = lanes.shared.info?.max_payload ?? MAX_PAYLOAD;
    this.#load = new ExtensionLoad({ maxShared: Math.max(1, Math.floor(SHARED_BYTES / maxPayload)) });
  }

  /** Requests that were refused because too many are under way to their extension. */
  get refused(): number {
    return this.#load.refused;
  }

  /** Sends a request to an extension. Throws `OVERLOADED` (429), and what `callExtension` throws. */
  async call(prefix: string, call: ExtensionCall): Promise<Msg> {
    const lane = this.#load.enter(prefix);
    let mayComeLate = false;
    try {
      return await callExtension(this.#lanes[lane], call);
    } catch (error) {
      mayComeLate = isSymphonyError(error, 'ABORTED') || isSymphonyError(error, 'GATEWAY_TIMEOUT');
      throw error;
    } finally {
      this.#load.leave(prefix, lane, mayComeLate);
    }
  }
}
