import { BucketNotFoundError, SymphonyError } from '@symphony-ts/contract';
import type { BucketModel, Buckets, OpenOptions } from '@symphony-ts/extension/internal';
import type { BucketDeclaration, KeyValueBucket } from '@symphony-ts/storage';
import { assertBucketName, buildStreamConfig, checkShrink } from '@symphony-ts/storage/internal';
import { createMemoryLog, limitsOf, type MemoryStore, openMemoryBucket } from '../fakes/memory-bucket.js';
import type { MemoryLog } from '../fakes/memory-bucket-log.js';
import type { MemoryLink } from '../fakes/memory-link.js';

interface Made {
  readonly declaration: BucketDeclaration;
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
      this.#make({ name, ttl, history, maxBytes }, { raw, schema });
    }
  }

  async open(name: string, values: OpenOptions = {}): Promise<KeyValueBucket> {
    return view(name, { log: this.#find(name).log, link: this.#link }, values);
  }

  async ensure({ name, ttl, history, maxBytes }: BucketDeclaration): Promise<void> {
    const declaration = { name, ttl, history, maxBytes };
    const wanted = buildStreamConfig(declaration, {});
    const made = this.#made.get(name);
    if (!made) return this.#make(declaration, {});
    const changes = checkShrink(buildStreamConfig(made.declaration, {}), wanted);
    if (changes.length > 0) throw new SymphonyError('BUCKET_WOULD_SHRINK', { bucket: name, changes });
    made.log.limit(limitsOf(declaration));
    this.#made.set(name, { ...made, declaration });
  }

  /** A bucket that was declared, or made since, with values as declared. Throws `BucketNotFoundError` for any other name. */
  get(name: string): KeyValueBucket {
    const { log, values } = this.#find(name);
    return view(name, { log }, values);
  }

  #make(declaration: BucketDeclaration, values: OpenOptions): void {
    const { name, ttl, history, maxBytes } = declaration;
    this.#made.set(name, { declaration, log: createMemoryLog(name, { ttl, history, maxBytes }), values });
  }

  #find(name: string): Made {
    assertBucketName(name);
    const made = this.#made.get(name);
    if (!made) throw new BucketNotFoundError({ bucket: name });
    return made;
  }
}

// Raw buckets hold bytes, all others the values of their schema. The caller knows which kind it opens.
const view = (name: string, store: MemoryStore, { raw = false, schema }: OpenOptions): KeyValueBucket =>
  (raw ? openMemoryBucket(name, store, { raw: true }) : openMemoryBucket(name, store, { schema })) as KeyValueBucket;
