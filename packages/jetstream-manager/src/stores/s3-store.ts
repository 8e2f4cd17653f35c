import { setTimeout as sleep } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { withoutUndefined } from '../json/without-undefined.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import type { BackupStore } from './backup-store.js';
import { reasonOf, S3Bucket, storeFailed, waitsMs } from './s3-bucket.js';
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

const s3StoreOptionNames = {
  bucket: true,
  prefix: true,
  endpoint: true,
  region: true,
  accessKeyId: true,
  secretAccessKey: true,
  sessionToken: true,
  partBytes: true,
} as const satisfies OptionNames<S3StoreOptions>;

const defaultPartBytes = 8 * 1024 * 1024;

/**
 * A store in an S3 bucket, or in a service with the same protocol. A large object is uploaded in parts, and becomes
 * visible when all parts are stored. A failed upload is removed. Requests that fail temporarily are repeated, and a
 * download that breaks off goes on where it was.
 *
 * @throws `STORE_FAILED` when the service cannot be reached, or refuses a request
 */
export function s3Store(options: S3StoreOptions): BackupStore {
  const { partBytes = defaultPartBytes } = options;
  assertKnownOptions('s3Store', options, s3StoreOptionNames);
  const bucket = openBucket(options);
  return {
    put: async (name, content) => {
      const parts = inParts(content, partBytes);
      const first = await parts.next();
      const second = first.done ? first : await parts.next();
      if (second.done) return putWhole(bucket, name, first.done ? new Uint8Array() : first.value);
      await putInParts(bucket, name, behind([first.value ?? new Uint8Array(), second.value], parts));
    },
    get: (name) => download(bucket, name),
    list: (from) => listNames(bucket, from),
    remove: async (name) => {
      await bucket.send(`removing ${name}`, bucket.urlOf(name), { method: 'DELETE' });
    },
  };
}

function openBucket({ bucket, prefix, endpoint, region = 'us-east-1', ...keys }: S3StoreOptions): S3Bucket {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...withoutUndefined({ sessionToken }),
    region,
    service: 's3',
    retries: 4,
  });
  return new S3Bucket({
    name: bucket,
    url: `${(endpoint ?? `https://s3.${region}.amazonaws.com`).replace(/\/$/, '')}/${bucket}`,
    prefix: prefix ? `${prefix.replace(/^\/+|\/+$/g, '')}/` : '',
    fetch: (url, init) => client.fetch(url, init),
  });
}

async function putWhole(bucket: S3Bucket, name: string, body: Uint8Array): Promise<void> {
  const what = `storing ${name}`;
  tagOf(what, await bucket.send(what, bucket.urlOf(name), { method: 'PUT', body }));
}

/** The tag of stored bytes. Each store sends one, and a proxy or a page to log in does not. */
function tagOf(what: string, { headers }: Response): string {
  const tag = headers.get('etag');
  if (tag === null) throw storeFailed(`${what}: the answer has no ETag, so it is not from a store`);
  return tag;
}

/** Uploads an object in parts. An upload that fails is removed. */
async function putInParts(bucket: S3Bucket, name: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const what = `storing ${name}`;
  const started = await bucket.send(what, bucket.urlOf(name, '?uploads='), { method: 'POST' });
  const [id] = textsIn(await started.text(), 'UploadId');
  if (id === undefined) throw storeFailed(`${what}: the store names no upload`);
  const upload = `uploadId=${encodeURIComponent(id)}`;
  try {
    const tags: string[] = [];
    for await (const part of parts) {
      const url = bucket.urlOf(name, `?partNumber=${tags.length + 1}&${upload}`);
      tags.push(tagOf(what, await bucket.send(what, url, { method: 'PUT', body: part })));
    }
    const list = tags.map((tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${escapeXml(tag)}</ETag></Part>`);
    const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
    const done = await bucket.send(what, bucket.urlOf(name, `?${upload}`), { method: 'POST', body });
    // A store may answer with status 200 and report a failure in the text.
    const [code] = textsIn(await done.text(), 'Code');
    if (code !== undefined) throw storeFailed(`${what}: the store answers ${code}`);
  } catch (error) {
    await bucket.send(what, bucket.urlOf(name, `?${upload}`), { method: 'DELETE' }).catch(() => undefined);
    throw error;
  }
}

/** The names of all objects that begin with `from`. A store tells them page by page. */
async function listNames(bucket: S3Bucket, from: string): Promise<string[]> {
  const names: string[] = [];
  let next: string | undefined;
  do {
    const query = new URLSearchParams({ 'list-type': '2', prefix: `${bucket.prefix}${from}` });
    if (next !== undefined) query.set('continuation-token', next);
    const what = `listing ${bucket.name}`;
    const text = await (await bucket.send(what, bucket.listUrl(query))).text();
    // A proxy or a page to log in would look like an empty store.
    if (!/<ListBucketResult[\s/>]/.test(text)) throw storeFailed(`${what}: the answer is not a list of objects`);
    names.push(...textsIn(text, 'Key').map((key) => key.slice(bucket.prefix.length)));
    [next] = textsIn(text, 'NextContinuationToken');
  } while (next !== undefined);
  return names.sort();
}

/** The content of an object. If its transfer breaks off, the rest of the same object is requested. */
async function* download(bucket: S3Bucket, name: string): AsyncGenerator<Uint8Array> {
  const request = (headers: Record<string, string>): Promise<Response> =>
    bucket.send(`reading ${name}`, bucket.urlOf(name), { headers });
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
      if (waitMs === undefined || tag === null) throw storeFailed(`reading ${name}: ${reasonOf(error)}`, error);
      await sleep(waitMs);
      response = await request({ range: `bytes=${bytes}-`, 'if-match': tag });
      // A store that sends the whole object again, or another one, would mix them up.
      if (response.status !== 206) throw storeFailed(`reading ${name}: ${reasonOf(error)}`, error);
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
