import { type ExtensionSummary, type Manifest, readMethods, type StatusEntry } from '@symphony-ts/contract';
import type { StatusBoard } from '../status/status-board.js';
import type { ExtensionBuckets } from '../storage-service/bucket-access.js';
import type { Table } from '../table/table.js';
import type { Registration } from './registration.js';
import type { ResourceTexts } from './resource-texts.js';
import type { RunningVersions } from './running-versions.js';
import { uniteManifests } from './unite-manifests.js';

/** The features of one extension, as its user interface needs them. */
export type ExtensionFeatures = Pick<Manifest, 'prefix' | 'name' | 'version'> & Manifest['features'];

const worst = (instances: readonly StatusEntry[]): ExtensionSummary['status'] => {
  const states = new Set(instances.map(({ status }) => status));
  if (states.has('error')) return 'error';
  if (states.has('warning')) return 'warning';
  return instances.length > 0 ? 'ok' : 'inactive';
};

interface RegistryParts {
  readonly table: Table<Registration>;
  readonly versions: RunningVersions;
  readonly board: StatusBoard;
  readonly texts: Pick<ResourceTexts, 'fill'>;
}

interface United {
  readonly of: readonly Registration[];
  readonly manifest: Manifest;
}

/** Registered extensions joined with their live instances. Versions that run side by side are one extension. */
export class Registry {
  readonly #table: Table<Registration>;
  readonly #versions: RunningVersions;
  readonly #board: StatusBoard;
  readonly #texts: Pick<ResourceTexts, 'fill'>;
  /** The last combination of several versions, by prefix. */
  readonly #united = new Map<string, United>();

  constructor({ table, versions, board, texts }: RegistryParts) {
    this.#table = table;
    this.#versions = versions;
    this.#board = board;
    this.#texts = texts;
  }

  /** The offer of an extension: the manifest it registered last, and the additions of other versions that still run. */
  manifest(prefix: string): Manifest | undefined {
    const manifest = this.#unitedManifest(prefix);
    return manifest && this.#texts.fill(manifest);
  }

  #unitedManifest(prefix: string): Manifest | undefined {
    const versions = this.#versions.running(prefix);
    const [first, ...others] = versions;
    if (!first || others.length === 0) return first?.manifest;
    const known = this.#united.get(prefix);
    if (
      known &&
      known.of.length === versions.length &&
      known.of.every((registration, i) => registration.manifest === versions[i]?.manifest)
    )
      return known.manifest;
    const manifest = uniteManifests(
      first.manifest,
      others.map((other) => other.manifest),
    );
    this.#united.set(prefix, { of: versions, manifest });
    return manifest;
  }

  has(prefix: string): boolean {
    return this.#table.get(prefix) !== undefined;
  }

  /** The live instances of an extension, sorted by id. */
  instances(prefix: string): StatusEntry[] {
    return this.#board.instances(prefix);
  }

  /** Whether an extension has any live instance, or the live instance with this id. */
  hasInstance(prefix: string, instanceId?: string): boolean {
    return this.#board.hasInstance(prefix, instanceId);
  }

  /** Whether an extension may have live instances that are not known yet, as in a platform's first moments. */
  isIncomplete(prefix: string): boolean {
    return this.#board.isUnread(prefix);
  }

  /** The prefixes of all registered extensions, sorted. */
  prefixes(): string[] {
    return this.#table.entries().map(([prefix]) => prefix);
  }

  /** All registered extensions, sorted by prefix. */
  list(): ExtensionSummary[] {
    return this.#manifests().map((manifest) => this.#summaryOf(manifest));
  }

  /** One registered extension as lists show it. */
  summary(prefix: string): ExtensionSummary | undefined {
    const manifest = this.manifest(prefix);
    return manifest && this.#summaryOf(manifest);
  }

  #summaryOf(manifest: Manifest): ExtensionSummary {
    const { prefix, name, version, description } = manifest;
    const running = this.#versions.running(prefix);
    const instances = this.#board.instances(prefix);
    const all = manifest.services.flatMap((service) => service.endpoints);
    const count = (version: string): number => instances.filter((instance) => instance.version === version).length;
    const versions = running.map((registration) => ({
      version: registration.manifest.version,
      instances: count(registration.manifest.version),
    }));
    return {
      prefix,
      name,
      version,
      description,
      status: worst(instances),
      instances,
      registered: running[0]?.registered,
      ...(versions.length > 1 ? { versions } : {}),
      endpoints: all.map((endpoint) => endpoint.name).sort(),
      methods: readMethods(prefix, all),
    };
  }

  /** The declared buckets of the extensions, sorted by prefix. Extensions without buckets are in the list, too. */
  buckets(): ExtensionBuckets[] {
    return this.#manifests().map(({ prefix, buckets }) => ({ prefix, buckets }));
  }

  /** What an extension contributes to the user interface. */
  features(prefix: string): ExtensionFeatures | undefined {
    const manifest = this.manifest(prefix);
    return manifest && { prefix, name: manifest.name, version: manifest.version, ...manifest.features };
  }

  #manifests(): Manifest[] {
    return this.#table.entries().flatMap(([prefix]) => this.manifest(prefix) ?? []);
  }
}
