import { connect } from '@nats-io/transport-node';
import { silentLogger } from '@symphony-ts/contract';
import { startNatsCluster } from '@symphony-ts/nats-server';
import { livePings, ReconnectDelay, standInOptions } from '@symphony-ts/storage/internal';
import { eventually } from '../../../test/support/eventually.js';
import { ConnectionWatch } from '../src/nats/connection-watch.js';
import { moveFromLameDuck } from '../src/nats/lame-duck.js';

/** After one second, the server closes the connections of its remaining clients. */
const config = 'lame_duck_grace_period: "1s"\nlame_duck_duration: "30s"';

describe('moveFromLameDuck', () => {
  it('loses no call to a service whose server goes away, and is up all the time', async () => {
    await using cluster = await startNatsCluster({ size: 2, config });
    const [leaving, staying] = cluster.servers;
    if (!leaving || !staying) throw new Error('the cluster has two servers');
    const delay = new ReconnectDelay();
    const options = { ...delay.options, ...livePings, maxReconnectAttempts: -1 };
    const nc = await connect({ ...options, servers: leaving.url });
    const watch = ConnectionWatch.start(nc);
    const openStandIn = () => connect({ ...options, ...standInOptions, servers: staying.url });
    void moveFromLameDuck(nc, { delay, logger: silentLogger, openStandIn });
    nc.subscribe('service', { queue: 'q', callback: (_error, message) => void message.respond(message.data) });
    await nc.flush();

    const caller = await connect({ servers: staying.url });
    const failures: string[] = [];
    let calls = 0;
    const call = async (): Promise<void> => {
      await caller.request('service', String(calls++), { timeout: 10_000 }).catch((error: unknown) => {
        failures.push(String(error));
      });
      if (!watch.isUp) failures.push('the connection counts as down');
    };
    // The other server learns of new subscriptions a moment later.
    await eventually('the service is reached', () => caller.request('service', 'first', { timeout: 10_000 }));
    if (leaving.pid !== undefined) process.kill(leaving.pid, 'SIGUSR2');
    while (leaving.pid !== undefined) await call();
    for (let more = 0; more < 100; more += 1) await call();
    expect(failures).toEqual([]);
    expect(nc.getServer()).toBe(new URL(staying.url).host);
    await Promise.all([nc.close(), caller.close()]);
  });
});
