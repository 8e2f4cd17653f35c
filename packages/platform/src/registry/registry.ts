import { readMethods, type ExtensionSummary, type Manifest, type StatusEntry } from '@symphony-ts/contract';
import type { StatusBoard } from '../status/status-board.js';
import type { ExtensionBuckets } from '../storage-service/bucket-access.js';
import type { Table } from '../table/table.js';
import type { Registration } from './registration.js';

/** The features of one extension, as its user interface needs them. */
export type ExtensionFeatures = Pick<Manifest, 'prefix' | 'name' | 'version'> & Manifest['features'];

const worst = (instances: readonly StatusEntry[]): ExtensionSummary['status'] => {
  const states = new Set(instances.map(({ status }) => status));
  if (states.has('error')) return 'error';
  if (states.has('warning')) return 'warning';
  return instances.length > 0 ? 'ok' : 'inactive';
};

/** Registered extensions joined with their live instances. */
export class Registry {
  readonly #table: Table<Registration>;
  readonly #board: StatusBoard;

  constructor(table: Table<Registration>, board: StatusBoard) {
    this.#table = table;
    this.#board = board;
  }

  /** The manifest an extension registered last. */
  manifest(prefix: string): Manifest | undefined {
    return this.#table.get(prefix)?.manifest;
  }

  has(prefix: string): boolean {
    return this.#table.get(prefix) !== undefined;
  }

  /** The live instances of an extension, sorted by id. */
  instances(prefix: string): StatusEntry[] {
    return this.#board.instances(prefix);
  }

  /** Whether an extension may have live instances that are not known yet, as in a platform's first moments. */
  isIncomplete(prefix: string): boolean {
    return this.#board.isUnread(prefix);
  }

  /** All registered extensions, sorted by prefix. */
  list(): ExtensionSummary[] {
    return this.#table.values().map(({ manifest, registered }) => {
      const { prefix, name, version, description } = manifest;
      const instances = this.#board.instances(prefix);
      const all = manifest.services.flatMap((service) => service.endpoints);
      return {
        prefix,
        name,
        version,
        description,
        status: worst(instances),
        instances,
        registered,
        endpoints: all.map((endpoint) => endpoint.name).sort(),
        methods: readMethods(prefix, all),
      };
    });
  }

  /** What buckets the extensions have declared, sorted by prefix; those that declare none are there too. */
  buckets(): ExtensionBuckets[] {
    return this.#table.values().map(({ manifest: { prefix, buckets } }) => ({ prefix, buckets }));
  }

  /** What the extensions contribute to the user interface, sorted by prefix. */
  features(): ExtensionFeatures[] {
    return this.#table.values().map(({ manifest: { prefix, name, version, features } }) => ({
      prefix,
      name,
      version,
      ...features,
    }));
  }
}
