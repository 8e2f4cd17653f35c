import { randomUUID } from 'node:crypto';
import { FloodControl } from '../floods/flood-control.js';
import { sharePauses } from '../floods/shared-pauses.js';
import type { StopStack } from '../kit/stop-stack.js';
import { ClientWatch } from '../nats/client-watch.js';
import { accountNames } from '../operator/platform-subjects.js';
import type { PlatformCore } from './core.js';

/** Follows the servers' reports about clients, and cuts off clients that flood the platform, until the platform stops. */
export function watchClients(core: PlatformCore, stack: StopStack): FloodControl {
  const { nc, system, keys, keyIndex, links, nats, options, refusals, counters, paused, directory } = core;
  const { logger } = options;
  const watch = ClientWatch.start({
    system,
    people: keys.account(accountNames.people).publicKey,
    mostConnections: options.accountLimits.connectionsOfOneClient,
    keyOf: (user) => keyIndex.ofUser(user),
    isPaused: (user) => paused.users.has(user),
    refusals,
    counters,
    logger,
  });
  stack.add('watch of clients', async () => watch.stop());
  nats.followLog((line) => watch.readLog(line));
  const look = (): void => {
    watch.look().catch((error: unknown) => {
      logger.debug('the connections of clients could not be counted', { err: error });
    });
  };
  links.system.onReconnect(look);
  look();
  const pauses = sharePauses({ nc, from: randomUUID(), logger }, (pause) => floods.follow(pause));
  const floods: FloodControl = new FloodControl({
    paused,
    updateAccounts: (names) => directory.update(names),
    endConnections: (user) => watch.endAll(user),
    keyName: (user) => watch.keyName(user),
    share: pauses.tell,
    refusals,
    counters,
    logger,
  });
  stack.add('flood control', async () => {
    pauses.stop();
    floods.stop();
  });
  return floods;
}
