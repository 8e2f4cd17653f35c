import { type ObjectStore, Objm } from '@nats-io/obj';
import { isJetStreamManagerError, type Manager, type Stream } from '@symphony-ts/jetstream-manager';

/** Name of the stream behind an object store. */
export const streamOf = (bucket: string): string => `OBJ_${bucket}`;

/** Loads the stream behind an object store. If there is none, the error names the store. */
export async function loadStore(manager: Manager, bucket: string): Promise<Stream> {
  try {
    return await manager.streams.load(streamOf(bucket));
  } catch (error) {
    if (!isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) throw error;
    throw new Error(`there is no object store ${bucket}; jsm object ls lists them`, { cause: error });
  }
}

/** Opens an object store. */
export async function openStore(manager: Manager, bucket: string): Promise<ObjectStore> {
  await loadStore(manager, bucket);
  return namedInUtf8(bucket, await new Objm(manager.jetstream.jetstream()).open(bucket));
}

/**
 * The store, with object names in subjects in the form of the `nats` CLI: base64url of their UTF-8 bytes. The library
 * encodes UTF-16 units below 256, and refuses all other names.
 */
function namedInUtf8(bucket: string, store: ObjectStore): ObjectStore {
  const inUtf8 = (name: string): string => {
    const text = Buffer.from(name).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    return `$O.${bucket}.M.${text}`;
  };
  return Object.defineProperty(store, '_metaSubject', { value: inUtf8 });
}
