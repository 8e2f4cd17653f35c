import { createHash } from 'node:crypto';
import { limits, type Manifest, type ManifestResource, SymphonyError } from '@symphony-ts/contract';
import * as z from 'zod';
import type { Table } from '../table/table.js';

/** A piece of a resource's text. */
export const ResourcePiece = z.object({
  text: z.string(),
  /** How many pieces the text has. */
  count: z.int().positive(),
  /** When it came, Unix ms. */
  stored: z.int(),
});
export type ResourcePiece = z.infer<typeof ResourcePiece>;

/** The key of a piece. The keys of all pieces of an extension begin with its prefix. */
const pieceKey = (prefix: string, sha256: string, index: number): string => `${prefix}.${sha256}.${index}`;

/** A piece as an extension sends it. */
export interface SentPiece {
  readonly sha256: string;
  readonly index: number;
  readonly count: number;
  readonly text: string;
}

/** The pieces of a version that is about to be registered count together with those of the running version. */
const MOST_UNITS = 2 * limits.resourceTexts;
/** How long a text without a manifest is kept. The manifest may be on its way. */
const GRACE_MS = 60_000;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The texts that arrived before their manifests, by extension and by SHA-256. */
export class ResourceTexts {
  readonly #table: Table<ResourcePiece>;
  readonly #now: () => number;
  readonly #whole = new WeakMap<Manifest, Manifest>();
  /** Texts, by prefix and hash, whose hash was checked. They stay in this set until one of their pieces changes. */
  readonly #checked = new Set<string>();

  constructor(table: Table<ResourcePiece>, now: () => number) {
    this.#table = table;
    this.#now = now;
    table.onChange((key) => this.#checked.delete(key.slice(0, key.lastIndexOf('.'))));
  }

  /** The hashes without a text here, or with another text. Another replica may have accepted a piece a moment ago. */
  async lacking(prefix: string, hashes: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const sha256 of new Set(hashes)) {
      const text = this.#text(prefix, sha256) ?? (await this.#read(prefix, sha256));
      if (text === undefined) found.push(sha256);
    }
    return found;
  }

  /**
   * Keeps a piece.
   *
   * @throws `REGISTRATION_REFUSED` when the texts of the extension exceed the limit for all its resources
   */
  async put(prefix: string, { sha256, index, count, text }: SentPiece, named: ReadonlySet<string>): Promise<void> {
    if (index >= count)
      throw new SymphonyError('INVALID_REQUEST', { reason: `a text of ${count} pieces has no piece ${index}` });
    if (this.#units(prefix) + text.length > MOST_UNITS) await this.forget(prefix, named);
    if (this.#units(prefix) + text.length > MOST_UNITS) {
      const reason = `its resources have more than ${limits.resourceTexts} characters together`;
      throw new SymphonyError('REGISTRATION_REFUSED', { prefix, reason });
    }
    await this.#table.put(pieceKey(prefix, sha256, index), { text, count, stored: this.#now() });
  }

  /** Removes the texts that no manifest names, once they are older than a manifest on its way. */
  async forget(prefix: string, named: ReadonlySet<string>, graceMs = GRACE_MS): Promise<void> {
    const before = this.#now() - graceMs;
    for (const [key, { stored }] of this.#entries(prefix)) {
      const [, sha256 = ''] = key.split('.');
      if (!named.has(sha256) && stored <= before) await this.#table.purge(key);
    }
  }

  /**
   * A manifest with the texts of its resources. If this replica does not have a text yet, the resource is omitted for the
   * moment. The same manifest gives the same object.
   */
  fill(manifest: Manifest): Manifest {
    const { resources } = manifest.features;
    if (resources.every(({ sha256 }) => sha256 === undefined)) return manifest;
    const known = this.#whole.get(manifest);
    if (known) return known;
    const filled = resources.flatMap((resource) => this.#fillOne(manifest.prefix, resource));
    const whole = { ...manifest, features: { ...manifest.features, resources: filled } };
    if (filled.length === resources.length) this.#whole.set(manifest, whole);
    return whole;
  }

  #fillOne(prefix: string, { sha256, ...resource }: ManifestResource): readonly ManifestResource[] {
    if (sha256 === undefined) return [resource];
    const text = this.#text(prefix, sha256);
    return text === undefined ? [] : [{ ...resource, text }];
  }

  /** The text of a hash, if it is here and its hash is right. */
  #text(prefix: string, sha256: string): string | undefined {
    const first = this.#table.get(pieceKey(prefix, sha256, 0));
    if (!first) return undefined;
    const pieces = [first];
    for (let index = 1; index < first.count; index += 1) {
      const piece = this.#table.get(pieceKey(prefix, sha256, index));
      if (!piece) return undefined;
      pieces.push(piece);
    }
    const text = pieces.map((piece) => piece.text).join('');
    const name = `${prefix}.${sha256}`;
    if (!this.#checked.has(name) && hashOf(text) !== sha256) return undefined;
    this.#checked.add(name);
    return text;
  }

  async #read(prefix: string, sha256: string): Promise<string | undefined> {
    const first = await this.#table.read(pieceKey(prefix, sha256, 0));
    for (let index = 1; index < (first?.count ?? 0); index += 1)
      await this.#table.read(pieceKey(prefix, sha256, index));
    return this.#text(prefix, sha256);
  }

  #entries(prefix: string): (readonly [string, ResourcePiece])[] {
    return this.#table.entries().filter(([key]) => key.startsWith(`${prefix}.`));
  }

  #units(prefix: string): number {
    return this.#table.below(`${prefix}.`).reduce((sum, { text }) => sum + text.length, 0);
  }
}

/** The hashes that manifests name. */
export const namedTexts = (manifests: readonly Manifest[]): ReadonlySet<string> =>
  new Set(manifests.flatMap(({ features }) => features.resources.flatMap(({ sha256 }) => sha256 ?? [])));
