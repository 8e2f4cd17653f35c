// A handler that makes one call for each request: with `request.client`, with nc.request, or over a bare multiplexer.
import { connect } from '@nats-io/transport-node';
import { defineContract } from '@symphony-ts/client';
import { silentLogger } from '@symphony-ts/contract';
import { createApplication, Endpoint, type EndpointRequest, Extension } from '@symphony-ts/extension';
import { z } from 'zod';
import { BareMultiplexer } from './bare-multiplexer.js';
import { reportCpu } from './report-cpu.js';

const Sum = z.object({ a: z.number(), b: z.number() });
const sums = defineContract('sums', { add: { request: Sum } });
const subject = 'cirata.extensions.sums.add';
const [, , servers = '', way = ''] = process.argv;
// Uses the defaults of nats.js, like most programs. Our client sets `noAsyncTraces` itself.
const nc = await connect({ servers });
const bare = new BareMultiplexer(nc);

@Extension({ prefix: 'relay-ours', name: 'Relay', version: '1.0.0' })
class Ours {
  @Endpoint({ request: Sum })
  add(input: z.infer<typeof Sum>, request: EndpointRequest) {
    return request.client.extension(sums).add(input);
  }
}

@Extension({ prefix: 'relay-nats', name: 'Relay', version: '1.0.0' })
class OnNats {
  @Endpoint({ request: Sum })
  async add(input: z.infer<typeof Sum>) {
    return (await nc.request(subject, JSON.stringify(input), { timeout: 5_000 })).json();
  }
}

@Extension({ prefix: 'relay-bare', name: 'Relay', version: '1.0.0' })
class OnBare {
  @Endpoint({ request: Sum })
  async add(input: z.infer<typeof Sum>) {
    return (await bare.request(subject, JSON.stringify(input))).json();
  }
}

const extensions = { ours: Ours, nats: OnNats, bare: OnBare };
const application = await createApplication(extensions[way as keyof typeof extensions], {
  nats: { servers },
  logger: silentLogger,
});
await application.start();
// An open connection would keep the process alive.
process.once('SIGTERM', () => void nc.close());
reportCpu();
