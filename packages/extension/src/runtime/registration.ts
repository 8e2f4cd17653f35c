import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { SymphonyClient } from '@symphony-ts/client';
import { registrationRefused } from '@symphony-ts/client/internal';
import {
  bucketStream,
  isError,
  isSymphonyError,
  type Manifest,
  platformServices,
  RegistrationReply,
  type RegistrationRequest,
  type ResourceUpload,
  ResourceUploadReply,
  RetryDetails,
  STATUS_BUCKET,
  STATUS_TTL_MS,
  SymphonyError,
} from '@symphony-ts/contract';
import { deleteBucket, deleteObjectStore, ensureBucket } from '@symphony-ts/storage';
import { apiPrefixOf, ensureManifestBucket, objectStream } from '@symphony-ts/storage/internal';
import { piecesOf, splitRegistration } from './resources-ahead.js';

/** Registers an extension, and has its buckets made. */
export interface Registrar {
  /**
   * Announces a start: makes missing buckets, and lets the extension use what it declares. What is registered stays as it is.
   * Rejects with `REGISTRATION_REFUSED` if the manifest is not accepted.
   */
  begin(manifest: Manifest): Promise<BegunStart>;
  /** Registers, or registers again. Rejects with `REGISTRATION_REFUSED` if the manifest is not accepted. */
  register(manifest: Manifest): Promise<RegistrationReply>;
}

/** A start that was announced. */
export interface BegunStart {
  /** Removes what the announcement made. */
  withdraw(): Promise<void>;
}

/** Making many buckets takes the platform longer than a call usually may. */
const REGISTER_TIMEOUT_MS = 30_000;

/** How often a platform that has no time for a registration is asked, and the longest pause it may ask for. */
const REGISTER_ATTEMPTS = 5;
const LONGEST_PATIENCE_MS = 10_000;

/** How long to wait, if the platform was asked too often; `undefined` for any other answer. */
function patience({ params: { status, details } }: SymphonyError<'REMOTE_ERROR'>): number | undefined {
  if (status !== 429) return undefined;
  const { success, data } = RetryDetails.safeParse(details);
  return Math.min(success ? data.retryAfterMs : 1_000, LONGEST_PATIENCE_MS);
}

/** Registers with a platform. A platform that does not know announcements registers the manifest at once, and keeps it. */
export function platformRegistrar(client: SymphonyClient, instanceId: string): Registrar {
  const ask = async (request: RegistrationRequest | ResourceUpload): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await client.request(platformServices.register, request, { timeoutMs: REGISTER_TIMEOUT_MS });
      } catch (error) {
        if (!isSymphonyError(error, 'REMOTE_ERROR')) throw error;
        const waitMs = attempt < REGISTER_ATTEMPTS ? patience(error) : undefined;
        if (waitMs === undefined) throw registrationRefused(request.prefix, error);
        await delay(waitMs);
      }
    }
  };
  const sendAhead = async (prefix: string, texts: ReadonlyMap<string, string>): Promise<void> => {
    const reply = await ask({ prefix, upload: { lacking: [...texts.keys()] } });
    for (const sha256 of ResourceUploadReply.parse(reply).lacking) {
      for (const piece of piecesOf(prefix, sha256, texts.get(sha256) ?? '')) await ask(piece);
    }
  };
  const send = async (whole: RegistrationRequest): Promise<RegistrationReply> => {
    const { request, texts } = splitRegistration(whole);
    if (texts.size > 0) await sendAhead(request.prefix, texts);
    return RegistrationReply.parse(await ask(request));
  };
  return {
    async begin(manifest) {
      const { starting = false } = await send({ ...manifest, start: { instanceId, state: 'begun' } });
      return {
        async withdraw() {
          if (starting) await send({ ...manifest, start: { instanceId, state: 'failed' } });
        },
      };
    },
    register: (manifest) => send(manifest),
  };
}

/** Without a platform the runtime makes its own buckets, the one of live instances among them. */
export function standaloneRegistrar(nc: NatsConnection): Registrar {
  const ensureAll = async (manifest: Manifest, onlyMissing: boolean): Promise<RegistrationReply['buckets']> => {
    const status = { name: STATUS_BUCKET, description: 'Live instances', ttl: STATUS_TTL_MS / 1000 };
    const outcome = await ensureBucket(nc, status, { onlyMissing });
    const buckets: RegistrationReply['buckets'] = [{ name: STATUS_BUCKET, outcome }];
    for (const bucket of manifest.buckets) {
      buckets.push({ name: bucket.name, outcome: await ensureManifestBucket(nc, bucket, { onlyMissing }) });
    }
    return buckets;
  };
  return {
    async begin(manifest) {
      const buckets = await ensureAll(manifest, true).catch((error: unknown) => {
        throw withoutJetStream(error);
      });
      const made = new Set(buckets.filter(({ outcome }) => outcome === 'created').map(({ name }) => name));
      return {
        async withdraw() {
          for (const { name, object_store: isObjectStore } of manifest.buckets) {
            // Another instance may have started meanwhile and use the bucket. So only an empty bucket is deleted.
            if (!made.has(name) || !(await isEmpty(nc, isObjectStore ? objectStream(name) : bucketStream(name))))
              continue;
            await (isObjectStore ? deleteObjectStore : deleteBucket)(nc, name);
          }
        },
      };
    },
    register: async (manifest) => ({
      registered: new Date().toISOString(),
      buckets: await ensureAll(manifest, false),
    }),
  };
}

/** The error if JetStream does not answer. A retry does not help: JetStream is off, or behind a leaf node in its own domain. */
function withoutJetStream(error: unknown): unknown {
  if (!isSymphonyError(error, 'STORAGE_UNAVAILABLE')) return error;
  if (!isError(error.cause) || error.cause.name !== 'JetStreamNotEnabled') return error;
  const reason =
    'the server has no JetStream: enable it; on a leaf node, name the JetStream domain of the hub ' +
    "(nats: { domain: 'hub' }, or --js-domain)";
  return new SymphonyError('STORAGE_UNAVAILABLE', { ...error.params, reason }, { cause: error });
}

async function isEmpty(nc: NatsConnection, stream: string): Promise<boolean> {
  const manager = await jetstreamManager(nc, { checkAPI: false, apiPrefix: apiPrefixOf(nc) });
  return (await manager.streams.info(stream)).state.messages === 0;
}
