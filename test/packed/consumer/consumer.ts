import type { NatsConnection } from '@nats-io/nats-core';
import { defineContract, SymphonyClient } from '@symphony-ts/client';
import { Bucket, Endpoint, Extension, ExtensionContext } from '@symphony-ts/extension';
import { createManager } from '@symphony-ts/jetstream-manager';
import { startPlatform } from '@symphony-ts/platform';
import { type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { TestExtension } from '@symphony-ts/testing';
import { z } from 'zod';

const Note = z.object({ text: z.string() });

@Extension({ prefix: 'notes', name: 'Notes', version: '1.0.0', description: 'Keeps notes' })
class Notes {
  constructor(
    @Bucket('notes', { description: 'Notes', schema: Note })
    private readonly notes: KeyValueBucket<z.infer<typeof Note>>,
    private readonly extension: ExtensionContext,
  ) {}

  @Endpoint({ request: Note, response: z.object({ revision: z.number() }) })
  async add(note: z.infer<typeof Note>) {
    this.extension.logger.info('a note');
    return { revision: await this.notes.put('last', note) };
  }
}

/** Never called. It compiles only if connections of this consumer's NATS library are accepted everywhere. */
export async function onItsOwnConnection(nc: NatsConnection) {
  const contract = defineContract('notes', { add: { request: Note } });
  const client = await SymphonyClient.connect();
  const platform = await startPlatform();
  const own: NatsConnection = client.connection.nc;
  await client.extension(contract).add({ text: platform.httpUrl });
  return [await openBucket(nc, 'notes'), await createManager(own)];
}

export function context(extension: ExtensionContext): NatsConnection {
  return extension.connection;
}

await using notes = await TestExtension.create(Notes);
console.log(JSON.stringify(await notes.request('add', { text: 'packed' })));
