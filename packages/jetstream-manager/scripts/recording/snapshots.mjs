import { stream } from './stream-life.mjs';

const advisory = (name) => `io.nats.jetstream.advisory.v1.${name}`;

/** A backup of a stream, and its restore. */
export async function snapshots({ app, call, seen }) {
  const chunks = [];
  const done = collect(app, 'snapshot.chunks', chunks);
  const request = { deliver_subject: 'snapshot.chunks', no_consumers: false, chunk_size: 65_536, jsck: true };
  const snapshot = await call('stream_snapshot', 'STREAM.SNAPSHOT.ORDERS', request);
  await done;
  await call('stream_snapshot', 'STREAM.SNAPSHOT.ORDERS');
  await seen(advisory('snapshot_complete'));

  await call('stream_delete', 'STREAM.DELETE.MIRROR');
  await call('stream_delete', 'STREAM.DELETE.ORDERS');
  const { config, state } = snapshot;
  const { deliver_subject: to } = await call('stream_restore', 'STREAM.RESTORE.ORDERS', { config, state });
  for (const chunk of chunks) await app.request(to, chunk, { timeout: 5000 });
  await app.request(to, '', { timeout: 10_000 });
  await call('stream_restore', 'STREAM.RESTORE.ORDERS', { config, state });
  await seen(advisory('restore_complete'));
  await call('stream_create', 'STREAM.CREATE.R3', stream('R3', { subjects: ['r3.>'], num_replicas: 3 }));
}

/** Collects chunks and acknowledges each, until the empty chunk that ends a snapshot. */
function collect(nc, subject, chunks) {
  return new Promise((resolve, reject) => {
    const sub = nc.subscribe(subject, {
      callback: (error, msg) => {
        if (error) return reject(error);
        if (msg.data.length === 0) {
          sub.unsubscribe();
          return resolve();
        }
        chunks.push(msg.data);
        msg.respond('');
      },
    });
  });
}
