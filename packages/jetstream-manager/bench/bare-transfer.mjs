import { open } from 'node:fs/promises';
import { createInbox } from '@nats-io/nats-core';

/** The same number of bytes in flight as in a restore of this package. */
const restoreWindowBytes = 4 * 1024 * 1024;

/** The minimum for a client: receive each chunk, acknowledge it, write it. No digest, no checks, no progress. */
export async function bareBackup(nc, { stream, path, chunkBytes, windowBytes }) {
  const file = await open(path, 'w');
  const inbox = createInbox();
  const chunks = [];
  let writing;
  const drain = async () => {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) await file.write(chunk);
    writing = undefined;
  };
  const ended = new Promise((resolve, reject) => {
    nc.subscribe(inbox, {
      callback: (error, message) => {
        if (error) reject(error);
        else if (message.data.length === 0) resolve();
        else {
          message.respond();
          chunks.push(message.data);
          writing ??= drain();
        }
      },
    });
  });
  const request = { deliver_subject: inbox, no_consumers: false, chunk_size: chunkBytes, window_size: windowBytes };
  const reply = await nc.request(`$JS.API.STREAM.SNAPSHOT.${stream}`, JSON.stringify(request), { timeout: 30_000 });
  await ended;
  await Promise.resolve(writing);
  await file.sync();
  await file.close();
  const { config, state } = reply.json();
  return { config, state };
}

/** The minimum for a restore: read and send, with at most a window of unanswered chunks. */
export async function bareRestore(nc, { metadata, path, chunkBytes }) {
  const reply = await nc.request(`$JS.API.STREAM.RESTORE.${metadata.config.name}`, JSON.stringify(metadata), {
    timeout: 30_000,
  });
  const { deliver_subject: subject } = reply.json();
  const window = Math.max(1, Math.floor(restoreWindowBytes / chunkBytes));
  const file = await open(path, 'r');
  const inbox = createInbox();
  const state = { inFlight: 0 };
  let wake = () => undefined;
  let final;
  const subscription = nc.subscribe(inbox, {
    callback: (_, message) => {
      if (final) final(message);
      else {
        state.inFlight -= 1;
        wake();
      }
    },
  });
  const room = async (limit) => {
    while (state.inFlight >= limit) await new Promise((resolve) => (wake = resolve));
  };
  for (;;) {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    const { bytesRead } = await file.read(chunk);
    if (bytesRead === 0) break;
    await room(window);
    state.inFlight += 1;
    nc.publish(subject, chunk.subarray(0, bytesRead), { reply: inbox });
  }
  await room(1);
  const answer = new Promise((resolve) => (final = resolve));
  nc.publish(subject, '', { reply: inbox });
  const { error } = (await answer).json();
  subscription.unsubscribe();
  await file.close();
  if (error) throw new Error(error.description);
}
