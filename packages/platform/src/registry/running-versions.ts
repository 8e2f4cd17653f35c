import { type Manifest, STATUS_TTL_MS } from '@symphony-ts/contract';
import type { StatusBoard } from '../status/status-board.js';
import type { Table } from '../table/table.js';
import { prefixOfKey, type Registration, type VersionRecord } from './registration.js';

/** The sources that show which versions run. */
export interface RunningVersionsParts {
  readonly registered: Pick<Table<Registration>, 'get' | 'onChange'>;
  /** The versions beside the registered ones. */
  readonly beside: Pick<Table<VersionRecord>, 'below' | 'onChange'>;
  readonly board: Pick<StatusBoard, 'instances' | 'isUnread'>;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

interface VersionTables {
  readonly registered: Pick<Table<Registration>, 'get'>;
  readonly beside: Pick<Table<VersionRecord>, 'below'>;
}

/** The manifests of all versions of an extension, those that start included. */
export function declaredBy(prefix: string, { registered, beside }: VersionTables): readonly Manifest[] {
  const current = registered.get(prefix);
  return [...(current ? [current] : []), ...recordsOf(prefix, beside)].map(({ manifest }) => manifest);
}

function recordsOf(prefix: string, beside: VersionTables['beside']): readonly VersionRecord[] {
  return beside.below(`${prefix}.`).sort((a, b) => (a.registered < b.registered ? 1 : -1));
}

/** The versions of each extension: the registered one, those that run beside it during a rollout, and those that start. */
export class RunningVersions {
  readonly #parts: RunningVersionsParts;
  /** When each extension was registered, as far as this process saw it. */
  readonly #registeredAt = new Map<string, number>();
  /**
   * The versions beside the registered ones, by prefix. Filled while registrations are followed, because every request needs
   * them.
   */
  #besideOf: Map<string, readonly VersionRecord[]> | undefined;

  constructor(parts: RunningVersionsParts) {
    this.#parts = parts;
  }

  /** Follows registrations. For a moment, a registered version has no live instance. Returns the function that stops it. */
  follow(): () => void {
    const { registered, beside, now } = this.#parts;
    const known = new Map<string, readonly VersionRecord[]>();
    this.#besideOf = known;
    const ends = [
      registered.onChange((prefix) => this.#registeredAt.set(prefix, now())),
      beside.onChange((key) => known.delete(prefixOfKey(key))),
    ];
    return () => {
      this.#besideOf = undefined;
      for (const end of ends) end();
    };
  }

  /** Whether a version has a live instance, or may have one that is not known yet. */
  isLive(prefix: string, version: string): boolean {
    const { board } = this.#parts;
    return board.isUnread(prefix) || board.instances(prefix).some((instance) => instance.version === version);
  }

  /** Whether a version runs, or was registered a moment ago and will report soon. */
  mayRun(prefix: string, version: string): boolean {
    const isCurrent = this.#parts.registered.get(prefix)?.manifest.version === version;
    return this.isLive(prefix, version) || (isCurrent && this.#isFresh(prefix));
  }

  /** The versions to serve. The first one describes the extension. Empty for an extension that is not registered. */
  running(prefix: string): readonly Registration[] {
    const current = this.#parts.registered.get(prefix);
    if (!current) return [];
    const beside = this.beside(prefix);
    if (beside.length === 0) return [current];
    const others = beside.filter(
      ({ manifest: { version }, starting }) =>
        !starting && version !== current.manifest.version && this.isLive(prefix, version),
    );
    if (others.length === 0) return [current];
    return this.mayRun(prefix, current.manifest.version) ? [current, ...others] : others;
  }

  /** The manifests of all versions, including those that are starting. */
  declared(prefix: string): readonly Manifest[] {
    return declaredBy(prefix, this.#parts);
  }

  /** The versions beside the registered one, the one that was registered last first. */
  beside(prefix: string): readonly VersionRecord[] {
    const known = this.#besideOf?.get(prefix);
    if (known) return known;
    const records = recordsOf(prefix, this.#parts.beside);
    if (this.#parts.registered.get(prefix)) this.#besideOf?.set(prefix, records);
    return records;
  }

  #isFresh(prefix: string): boolean {
    const since = this.#registeredAt.get(prefix);
    return since !== undefined && this.#parts.now() - since < STATUS_TTL_MS;
  }
}
