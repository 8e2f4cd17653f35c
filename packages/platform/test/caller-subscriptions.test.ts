import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import { callerServices } from '../src/operator/platform-subjects.js';
import { CallerSubscriptions } from '../src/services/caller-subscriptions.js';

describe('the subscriptions of callers', () => {
  let server: NatsServer;
  let nc: NatsConnection;
  beforeAll(async () => {
    server = await startNatsServer();
    nc = await connect({ servers: server.url });
  });
  afterAll(async () => {
    await nc?.close();
    await server?.stop();
  });

  const subject = (caller: string) => callerServices(caller).replace('>', 'x');
  const isHeard = async (caller: string): Promise<boolean> => {
    try {
      await nc.request(subject(caller), '', { timeout: 2_000 });
      return true;
    } catch {
      return false;
    }
  };
  const flood = async (caller: string) => {
    for (let sent = 0; sent < 7_000; sent += 1) nc.publish(subject(caller));
    await nc.flush();
  };

  it('begin again after a flood, but not for a caller that has gone meanwhile', async () => {
    const subscriptions = new CallerSubscriptions({
      nc,
      // Only requests that want an answer count against the share of their caller.
      receive: (message) => message.respond(),
      refused: (error) => expect(error).toBeUndefined(),
    });
    for (const caller of ['gone', 'here']) subscriptions.open(caller);
    await expect(Promise.all([isHeard('gone'), isHeard('here')])).resolves.toEqual([true, true]);
    await flood('gone');
    subscriptions.close('gone');
    await flood('here');
    // Its turn is after that of the other caller, so the other one has also had its turn.
    await eventually(() => isHeard('here'));
    await expect(isHeard('gone')).resolves.toBe(false);
    await subscriptions.stop();
  });
});
