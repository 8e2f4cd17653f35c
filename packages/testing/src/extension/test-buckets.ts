import { BucketNotFoundError } from '@symphony-ts/contract';
import type { BucketModel, Buckets, OpenOptions } from '@symphony-ts/extension/internal';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { createMemoryLog, type MemoryStore, openMemoryBucket } from '../fakes/memory-bucket.js';
import type { MemoryLog } from '../fakes/memory-bucket-log.js';
import type { MemoryLink } from '../fakes/memory-link.js';

interface Made {
  readonly log: MemoryLog;
  /** How its values are read by default. */
  readonly values: OpenOptions;
}

/** The buckets of an extension under test, in memory. Object stores have no fake. */
export class TestBuckets implements Buckets {
  readonly #made = new Map<string, Made>();
  readonly #link: MemoryLink;

  /** `link` is that of the extension: the test itself reaches the buckets at any time. */
  constructor(declared: readonly BucketModel[], link: MemoryLink) {
    this.#link = link;
    for (const { name, ttl, history, maxBytes, raw, schema, objectStore } of declared) {
      if (objectStore) continue;
      this.#made.set(name, { log: createMemoryLog(name, { ttl, history, maxBytes }), values: { raw, schema } });
    }
  }

  async open(name: string, values: OpenOptions = {}): Promise<KeyValueBucket> {
    return view(name, { log: this.#find(name).log, link: this.#link }, values);
  }

  ensure({ name, ttl, history, maxBytes }: Parameters<Buckets['ensure']>[0]): Promise<void> {
    if (!this.#made.has(name))
      this.#made.set(name, { log: createMemoryLog(name, { ttl, history, maxBytes }), values: {} });
    return Promise.resolve();
  }

  /** One that was declared or made since, with its values as declared; throws `BucketNotFoundError` for another. */
  get(name: string): KeyValueBucket {
    const { log, values } = this.#find(name);
    return view(name, { log }, values);
  }

  #find(name: string): Made {
    const made = this.#made.get(name);
    if (!made) throw new BucketNotFoundError({ bucket: name });
    return made;
  }
}

// Raw buckets hold bytes, all others the values of their schema. The caller knows which kind it opens.
const view = (name: string, store: MemoryStore, { raw = false, schema }: OpenOptions): KeyValueBucket =>
  (raw ? openMemoryBucket(name, store, { raw: true }) : openMemoryBucket(name, store, { schema })) as KeyValueBucket;
