import { setTimeout as delay } from 'node:timers/promises';
import {
  RegistrationReply,
  RetryDetails,
  STATUS_BUCKET,
  STATUS_TTL_MS,
  isSymphonyError,
  platformServices,
  type Manifest,
  type SymphonyError,
} from '@symphony-ts/contract';
import type { NatsConnection } from '@nats-io/nats-core';
import type { SymphonyClient } from '@symphony-ts/client';
import { findExtension, registrationRefused } from '@symphony-ts/client/internal';
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

/** How often a platform that has no time for a registration is asked, and the longest pause it may ask for. */
const REGISTER_ATTEMPTS = 5;
const LONGEST_PATIENCE_MS = 10_000;

/** How long a platform that was asked too often wants to be left alone; `undefined` for any other answer. */
function patience({ params: { status, details } }: SymphonyError<'REMOTE_ERROR'>): number | undefined {
  if (status !== 429) return undefined;
  const { success, data } = RetryDetails.safeParse(details);
  return Math.min(success ? data.retryAfterMs : 1_000, LONGEST_PATIENCE_MS);
}

export function platformRegistrar(client: SymphonyClient): Registrar {
  return {
    isRegistered: async (prefix) => {
      const found = await findExtension((subject, body) => client.request(subject, body), prefix);
      return found !== undefined;
    },
    async register(manifest) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const reply = await client.request(platformServices.register, manifest, { timeoutMs: REGISTER_TIMEOUT_MS });
          return RegistrationReply.parse(reply);
        } catch (thrown) {
          if (!isSymphonyError(thrown, 'REMOTE_ERROR')) throw thrown;
          const waitMs = attempt < REGISTER_ATTEMPTS ? patience(thrown) : undefined;
          if (waitMs === undefined) throw registrationRefused(manifest.prefix, thrown);
          await delay(waitMs);
        }
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
