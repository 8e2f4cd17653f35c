import { startNatsServer } from '@symphony-ts/nats-server';
import { parse } from './recorder.mjs';
import { accounts } from './server-config.mjs';

/** A server that queues only one API request, and many requests at once. Servers before 2.11 lack this setting. */
export async function apiLimit({ as, binary, keep, until }) {
  const config = { ...accounts, jetstream: { request_queue_limit: 1 } };
  const server = await startNatsServer({ config, ...(binary ? { binary } : {}) });
  const [app, sys] = await Promise.all([as('app', server.url), as('sys', server.url)]);
  try {
    let dropped = false;
    sys.subscribe('$JS.EVENT.ADVISORY.API.>', {
      callback: (_error, msg) => {
        const message = parse(msg.data);
        keep(message.type, message);
        dropped ||= message.type.endsWith('api_limit_reached');
      },
    });
    await sys.flush();
    const flood = () => {
      for (let i = 0; i < 2000; i += 1) app.publish('$JS.API.STREAM.LIST', '{}', { reply: 'nobody' });
      return app.flush();
    };
    await until(async () => (await flood(), dropped), 10_000, 'no dropped API requests');
  } finally {
    await Promise.all([app.close(), sys.close()]);
    await server.stop();
  }
}
