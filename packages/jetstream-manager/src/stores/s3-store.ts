import { setTimeout as sleep } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { BackupStore } from './backup-store.js';
import { escapeXml, textsIn } from './xml-texts.js';

/** Options of {@link s3Store}. */
export interface S3StoreOptions {
  /** Name of the bucket. It must exist. */
  readonly bucket: string;
  /** Prefix of all names, such as `prod/nats`. Default: none. */
  readonly prefix?: string;
  /** URL of the service, such as `http://localhost:9000`. The bucket is part of its paths. Default: AWS. */
  readonly endpoint?: string;
  /** Region of the bucket. Default `us-east-1`. */
  readonly region?: string;
  /** Id of the access key. */
  readonly accessKeyId: string;
  /** Secret of the access key. It signs the requests. */
  readonly secretAccessKey: string;
  /** Session token of temporary keys. Default: none. */
  readonly sessionToken?: string;
  /**
   * Size of one part of an upload in bytes, 5 MiB or more. Each upload keeps one part in memory. Default 8 MiB. An
   * upload has at most 10,000 parts.
   */
  readonly partBytes?: number;
}

const defaultPartBytes = 8 * 1024 * 1024;

/**
 * A store in an S3 bucket, or in a service with the same protocol. A large object is uploaded in parts, and becomes
 * visible when all parts are stored. A failed upload is removed. Requests that fail temporarily are repeated, and a
 * download that breaks off goes on where it was.
 *
 * @throws `STORE_FAILED` when the service cannot be reached, or refuses a request
 */
export function s3Store(options: S3StoreOptions): BackupStore {
  const { bucket, endpoint, region = 'us-east-1', partBytes = defaultPartBytes } = options;
  const base = `${(endpoint ?? `https://s3.${region}.amazonaws.com`).replace(/\/$/, '')}/${bucket}`;
  const prefix = options.prefix ? `${options.prefix.replace(/^\/+|\/+$/g, '')}/` : '';
  const { accessKeyId, secretAccessKey, sessionToken } = options;
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...withoutUndefined({ sessionToken }),
    region,
    service: 's3',
    retries: 4,
  });

  const urlOf = (name: string, query = ''): string =>
    `${base}/${`${prefix}${name}`.split('/').map(encodeURIComponent).join('/')}${query}`;

  const send = async (what: string, url: string, init: RequestInit = {}): Promise<Response> => {
    // A second request to begin or end an upload would begin another one, or not find it.
    const waits = init.method === 'POST' ? [] : waitsMs;
    const response = await repeat(what, waits, () => client.fetch(url, init));
    if (response.ok) return response;
    const body = await response.text().catch(() => '');
    const [code] = textsIn(body, 'Code');
    throw failed(
      `${what}: the store answers ${response.status}${code === undefined ? '' : ` ${code}`}`,
      undefined,
      response.status,
    );
  };

  const putSingle = async (name: string, body: Uint8Array): Promise<void> => {
    await send(`storing ${name}`, urlOf(name), { method: 'PUT', body: body });
  };

  const putInParts = async (name: string, parts: AsyncIterable<Uint8Array>): Promise<void> => {
    const what = `storing ${name}`;
    const started = await send(what, urlOf(name, '?uploads='), { method: 'POST' });
    const [id] = textsIn(await started.text(), 'UploadId');
    if (id === undefined) throw failed(`${what}: the store names no upload`);
    const upload = `uploadId=${encodeURIComponent(id)}`;
    try {
      const tags: string[] = [];
      for await (const part of parts) {
        const url = urlOf(name, `?partNumber=${tags.length + 1}&${upload}`);
        const { headers } = await send(what, url, { method: 'PUT', body: part });
        tags.push(headers.get('etag') ?? '');
      }
      const list = tags.map((tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${escapeXml(tag)}</ETag></Part>`);
      const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
      const done = await send(what, urlOf(name, `?${upload}`), { method: 'POST', body });
      // A store may answer with status 200 and report a failure in the text.
      const [code] = textsIn(await done.text(), 'Code');
      if (code !== undefined) throw failed(`${what}: the store answers ${code}`);
    } catch (error) {
      await send(what, urlOf(name, `?${upload}`), { method: 'DELETE' }).catch(() => undefined);
      throw error;
    }
  };

  return {
    put: async (name, content) => {
      const parts = inParts(content, partBytes);
      const first = await parts.next();
      const second = first.done ? first : await parts.next();
      if (second.done) return putSingle(name, first.done ? new Uint8Array() : first.value);
      await putInParts(name, behind([first.value ?? new Uint8Array(), second.value], parts));
    },
    get: (name) => download((headers) => send(`reading ${name}`, urlOf(name), { headers }), name),
    list: async (from) => {
      const names: string[] = [];
      let next: string | undefined;
      do {
        const query = new URLSearchParams({ 'list-type': '2', prefix: `${prefix}${from}` });
        if (next !== undefined) query.set('continuation-token', next);
        const text = await (
          await send(`listing ${bucket}`, `${base}?${query.toString().replaceAll('+', '%20')}`)
        ).text();
        names.push(...textsIn(text, 'Key').map((key) => key.slice(prefix.length)));
        [next] = textsIn(text, 'NextContinuationToken');
      } while (next !== undefined);
      return names.sort();
    },
    remove: async (name) => {
      await send(`removing ${name}`, urlOf(name), { method: 'DELETE' });
    },
  };
}

/** How often a request is sent again whose connection broke, and how long to wait before that. */
const waitsMs = [100, 400, 1600];

/** Sends a request again if the connection breaks before the answer. The client itself repeats refusals that pass. */
async function repeat(what: string, waits: readonly number[], request: () => Promise<Response>): Promise<Response> {
  for (const waitMs of waits) {
    try {
      return await request();
    } catch {
      await sleep(waitMs);
    }
  }
  try {
    return await request();
  } catch (error) {
    throw failed(`${what}: ${reasonOf(error)}`, error);
  }
}

/** The content of an object. If its transfer breaks off, the rest of the same object is requested. */
async function* download(
  request: (headers: Record<string, string>) => Promise<Response>,
  name: string,
): AsyncGenerator<Uint8Array> {
  let response = await orMissing(request({}), name);
  const tag = response.headers.get('etag');
  let bytes = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      if (response.body === null) return;
      for await (const part of response.body) {
        bytes += part.length;
        yield part;
      }
      return;
    } catch (error) {
      const waitMs = waitsMs[attempt];
      if (waitMs === undefined || tag === null) throw failed(`reading ${name}: ${reasonOf(error)}`, error);
      await sleep(waitMs);
      response = await request({ range: `bytes=${bytes}-`, 'if-match': tag });
      // A store that sends the whole object again, or another one, would mix them up.
      if (response.status !== 206) throw failed(`reading ${name}: ${reasonOf(error)}`, error);
    }
  }
}

async function orMissing(request: Promise<Response>, name: string): Promise<Response> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof JetStreamManagerError) || error.details['status'] !== 404) throw error;
    throw new JetStreamManagerError('BACKUP_INCOMPLETE', `there is no backup ${name}`, { cause: error });
  }
}

/** The bytes in parts of `bytes`. The last one may be smaller. */
async function* inParts(content: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array, undefined> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const each of content) {
    held.push(each);
    size += each.length;
    while (size >= bytes) {
      const all = Buffer.concat(held);
      yield all.subarray(0, bytes);
      held = [all.subarray(bytes)];
      size -= bytes;
    }
  }
  if (size > 0) yield Buffer.concat(held);
  return undefined;
}

async function* behind(first: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest;
}

const failed = (what: string, cause?: unknown, status?: number): JetStreamManagerError =>
  new JetStreamManagerError('STORE_FAILED', what, { cause, details: { status } });

/** `fetch` puts the real error into the cause. */
const reasonOf = (error: unknown): string => {
  const { message, cause } = error as { readonly message?: string; readonly cause?: { readonly message?: string } };
  return cause?.message ?? message ?? String(error);
};
