import type { SymphonyConnection } from '@symphony-ts/client';
import type { Logger } from '@symphony-ts/contract';
import type { ServiceBinding } from '../binders/binding.js';
import type { Heartbeat } from './heartbeat.js';
import type { LiveManifest } from './live-manifest.js';

export interface KeepRegisteredOptions {
  readonly connection: SymphonyConnection;
  readonly manifest: LiveManifest;
  readonly heartbeat: Pick<Heartbeat, 'beat'> | undefined;
  readonly service: ServiceBinding;
  readonly logger: Logger;
}

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 10_000;

/**
 * Registers and beats again after every reconnect. The platform may not be reachable yet, so it tries until it succeeds. Returns
 * the function that ends this.
 */
export function keepRegistered({
  connection,
  manifest,
  heartbeat,
  service,
  logger,
}: KeepRegisteredOptions): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const attempt = async (retryMs: number): Promise<void> => {
    clearTimeout(timer);
    await heartbeat?.beat();
    try {
      await manifest.register();
      logger.info('registered again');
      // If the server lost its store, the registration has just created the status bucket again.
      await heartbeat?.beat();
    } catch (error) {
      if (ended) return;
      logger.warn(`registering again failed; trying again in ${retryMs} ms`, { err: error });
      timer = setTimeout(() => void attempt(Math.min(retryMs * 2, LONGEST_RETRY_MS)), retryMs);
    }
  };
  const leave = connection.onStatus((event) => {
    if (event.kind === 'reconnected') void attempt(FIRST_RETRY_MS);
  });
  void service.ended.then((err) => {
    if (err && !ended) logger.error('the micro service ended; its endpoints no longer answer', { err });
  });
  return () => {
    ended = true;
    clearTimeout(timer);
    leave();
  };
}
