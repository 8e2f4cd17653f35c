import { Kvm } from '@nats-io/kv';
import { headers as createHeaders } from '@nats-io/nats-core';
import { connect, jwtAuthenticator } from '@nats-io/transport-node';
import { encodeFramed, endpointMetadata, platformServices, STATUS_BUCKET, statusKey } from '@symphony-ts/contract';

/** An extension that returns its input: as an endpoint, and as an `@Rest` operation with its envelope. */
export async function startExtension({ servers, jwt, seed, instanceId }) {
  const authenticator = jwtAuthenticator(jwt, new TextEncoder().encode(seed));
  const nc = await connect({ servers, authenticator, inboxPrefix: `_INBOX.${instanceId}` });
  nc.subscribe('cirata.extensions.orders.echo', { callback: (_error, message) => void message.respond(message.data) });
  nc.subscribe('cirata.extensions.orders.rest', {
    callback: (_error, message) => {
      const head = Number(/head=(\d+)/.exec(message.headers?.get('Content-Type') ?? '')?.[1]);
      const body = message.data.subarray(head);
      const framed = encodeFramed({ head: { statusCode: 200, contentType: 'application/json' }, body });
      const headers = createHeaders();
      headers.set('Content-Type', framed.contentType);
      message.respond(framed.data, { headers });
    },
  });
  const openapi = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Orders', version: '1.0.0' },
    paths: { '/rest': { post: { operationId: 'rest' } } },
  });
  const endpoints = [
    { name: 'echo', subject: 'cirata.extensions.orders.echo' },
    { name: 'rest', subject: 'cirata.extensions.orders.rest', metadata: { [endpointMetadata.kind]: 'rest' } },
  ];
  const services = [{ name: 'orders', version: '1.0.0', metadata: { openapi }, endpoints }];
  const manifest = { prefix: 'orders', name: 'orders', version: '1.0.0', services };
  await nc.request(platformServices.register, JSON.stringify(manifest), { timeout: 10_000 });
  const bucket = await new Kvm(nc).open(STATUS_BUCKET, { allow_direct: true });
  const beat = async () => {
    const timestamp = new Date().toISOString();
    const entry = {
      prefix: 'orders',
      instanceId,
      name: 'orders',
      version: '1.0.0',
      status: 'ok',
      started: timestamp,
      timestamp,
    };
    await bucket.put(statusKey('orders', instanceId), JSON.stringify(entry));
  };
  await beat();
  const beating = setInterval(() => void beat(), 20_000);
  void nc.closed().then(() => clearInterval(beating));
  return nc;
}
