import { connect } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';

/** A hub with JetStream, in the domain `hub`, and a leaf node without it, as at the edge of a company. */
export interface HubAndLeaf {
  readonly hub: NatsServer;
  readonly leaf: NatsServer;
  stop(): Promise<void>;
}

/** Starts both, and waits until the leaf node reaches the JetStream of the hub. */
export async function startHubAndLeaf(): Promise<HubAndLeaf> {
  const port = await freePort();
  const hub = await startNatsServer({
    jetstream: { domain: 'hub' },
    config: { leafnodes: { host: '127.0.0.1', port } },
  });
  const leaf = await startNatsServer({
    jetstream: false,
    config: { leafnodes: { remotes: [{ url: `nats-leaf://127.0.0.1:${port}` }] } },
  });
  const nc = await connect({ servers: leaf.url });
  try {
    await eventually('the leaf node reaches the hub', () => nc.request('$JS.hub.API.INFO'));
  } finally {
    await nc.close();
  }
  const stop = async (): Promise<void> => {
    await leaf.stop();
    await hub.stop();
  };
  return { hub, leaf, stop };
}
