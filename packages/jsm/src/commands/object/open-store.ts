import { type ObjectStore, Objm } from '@nats-io/obj';
import { isJetStreamManagerError, type Manager, type Stream } from '@symphony-ts/jetstream-manager';

/** Name of the stream behind an object store. */
export const streamOf = (bucket: string): string => `OBJ_${bucket}`;

/** The stream behind an object store; an error that names the store where there is none. */
export async function loadStore(manager: Manager, bucket: string): Promise<Stream> {
  try {
    return await manager.streams.load(streamOf(bucket));
  } catch (error) {
    if (!isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) throw error;
    throw new Error(`there is no object store ${bucket}; jsm object ls lists them`, { cause: error });
  }
}

/** The object store itself. */
export async function openStore(manager: Manager, bucket: string): Promise<ObjectStore> {
  await loadStore(manager, bucket);
  return namedInUtf8(bucket, await new Objm(manager.jetstream.jetstream()).open(bucket));
}

/**
 * The store, with names in subjects as the `nats` CLI writes them: base64url of their UTF-8. The library writes that of their
 * UTF-16 units below 256, and refuses every name with others.
 */
function namedInUtf8(bucket: string, store: ObjectStore): ObjectStore {
  const inUtf8 = (name: string): string => {
    const text = Buffer.from(name).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    return `$O.${bucket}.M.${text}`;
  };
  return Object.defineProperty(store, '_metaSubject', { value: inUtf8 });
}
