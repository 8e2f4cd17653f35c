import {
  ExtensionSummary,
  RegistrationReply,
  STATUS_BUCKET,
  STATUS_TTL_MS,
  isSymphonyError,
  platformServices,
  type Manifest,
} from '@symphony-ts/contract';
import type { NatsConnection } from '@nats-io/nats-core';
import type { SymphonyClient } from '@symphony-ts/client';
import { registrationRefused } from '@symphony-ts/client/internal';
import { ensureBucket } from '@symphony-ts/storage';
import { ensureManifestBucket } from '@symphony-ts/storage/internal';

/** Makes an extension known and its buckets exist. */
export interface Registrar {
  /** Registers, or registers again. Rejects with `REGISTRATION_REFUSED` where the manifest is not taken. */
  register(manifest: Manifest): Promise<RegistrationReply>;
  /** Whether a version of the extension is registered. Absent where nothing is kept of a registration. */
  isRegistered?(prefix: string): Promise<boolean>;
}

/** Making many buckets takes the platform longer than a call usually may. */
const REGISTER_TIMEOUT_MS = 30_000;

export function platformRegistrar(client: SymphonyClient): Registrar {
  return {
    isRegistered: async (prefix) => {
      // The page that begins just before it: the list may be longer than one message.
      const page = await client.request(platformServices.extensions, { after: prefix.slice(0, -1) });
      return ExtensionSummary.array()
        .parse(page)
        .some((one) => one.prefix === prefix);
    },
    async register(manifest) {
      try {
        const reply = await client.request(platformServices.register, manifest, { timeoutMs: REGISTER_TIMEOUT_MS });
        return RegistrationReply.parse(reply);
      } catch (thrown) {
        if (!isSymphonyError(thrown, 'REMOTE_ERROR')) throw thrown;
        throw registrationRefused(manifest.prefix, thrown);
      }
    },
  };
}

/** Without a platform the runtime makes its own buckets, the one of live instances among them. */
export function standaloneRegistrar(nc: NatsConnection): Registrar {
  return {
    async register(manifest) {
      const status = { name: STATUS_BUCKET, description: 'Live instances', ttl: STATUS_TTL_MS / 1000 };
      const buckets: RegistrationReply['buckets'] = [{ name: STATUS_BUCKET, outcome: await ensureBucket(nc, status) }];
      for (const bucket of manifest.buckets) {
        buckets.push({ name: bucket.name, outcome: await ensureManifestBucket(nc, bucket) });
      }
      return { registered: new Date().toISOString(), buckets };
    },
  };
}
