// The minimum of a gateway: a Fastify route that passes the bytes of a body to an endpoint, and the bytes of its answer back. It
// uses the same multiplexer as the platform, so that only the gateway is measured.
import { connect, jwtAuthenticator } from '@nats-io/transport-node';
import { requestsOf } from '@symphony-ts/storage/internal';
import fastify from 'fastify';
import { answerDeeds } from './deeds.mjs';

const { servers, jwt, seed, instanceId } = JSON.parse(process.argv[2] ?? '{}');
const nc = await connect({
  servers,
  authenticator: jwtAuthenticator(jwt, new TextEncoder().encode(seed)),
  inboxPrefix: `_INBOX.${instanceId}`,
});
const requests = requestsOf(nc);
const app = fastify({ logger: false, bodyLimit: 8 * 2 ** 20 });
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
app.post('/:endpoint', async (request, reply) => {
  const subject = `cirata.extensions.orders.${request.params.endpoint}`;
  const answer = await requests.request({ subject, data: request.body, timeoutMs: 30_000, read: ({ data }) => data });
  return reply
    .header('content-type', 'application/json')
    .send(Buffer.from(answer.buffer, answer.byteOffset, answer.length));
});
await app.listen({ host: '127.0.0.1', port: 0 });
answerDeeds({}, () => app.close());
process.send?.({ httpUrl: `http://127.0.0.1:${app.server.address().port}` });
