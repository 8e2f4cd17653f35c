import { Svcm } from '@nats-io/services';
import { parse } from './recorder.mjs';

/** A micro service with calls from another account, so that its latency is measured, and clients that connect and leave. */
export async function services({ app, client, as, cluster, keep, seen }) {
  const service = await new Svcm(app).add({
    name: 'service',
    version: '1.0.0',
    description: 'A service',
    metadata: { zone: 'a' },
  });
  service.addEndpoint('echo', {
    subject: 'service.echo',
    handler: (error, msg) => (error ? undefined : msg.respond(msg.data)),
  });
  service.addEndpoint('fail', { subject: 'service.fail', handler: (_error, msg) => msg.respondError(500, 'no') });
  await app.flush();
  await client.request('service.echo', 'hello', { timeout: 5000 });
  await client.request('service.fail', 'hello', { timeout: 5000 });
  await client.request('service.gone', 'hello', { timeout: 1000 }).catch(() => {});
  for (const verb of ['PING', 'INFO', 'STATS']) {
    keep(`io.nats.micro.v1.${verb.toLowerCase()}_response`, parse((await app.request(`$SRV.${verb}.service`)).data));
  }
  await service.stop();

  const visitor = await as('client');
  await visitor.close();
  await seen('io.nats.server.advisory.v1.client_disconnect');
  await seen('io.nats.server.advisory.v1.account_connections', 40_000);
  await seen('io.nats.server.metric.v1.service_latency');
  for (const server of cluster.servers) {
    const varz = await (await fetch(`${server.monitoringUrl}/varz`)).json();
    // The folder of a test run has no meaning for readers.
    varz.jetstream.config.store_dir = '/data/jetstream';
    keep('io.nats.server.monitor.v1.varz', varz);
  }
}
