/** One entry of the status bucket, as far as the list of peers needs it. */
export interface PeerEntry {
  readonly instanceId: string;
  readonly revision: number;
  /** How old the entry was when it arrived, by the clock of the server. */
  readonly ageMs: number;
}

export interface PeersOptions {
  /** How long an instance counts after its last sign of life. */
  readonly ttlMs: number;
  /** How long an instance may have no subscriber before it counts as gone: it may be reconnecting. */
  readonly graceMs: number;
}

interface Peer {
  readonly revision: number | undefined;
  readonly lapsesAt: number;
  /** Since when the server has known no subscriber for it. */
  readonly missingSince: number | undefined;
}

/**
 * The other instances of an extension, as this one knows them. It only keeps records, on a monotonic clock in milliseconds that
 * comes in with each call. It never compares that clock with a timestamp of another machine.
 *
 * Methods that may change the list return whether they did.
 */
export class Peers {
  readonly #options: PeersOptions;
  readonly #peers = new Map<string, Peer>();
  /** The last entries of instances that have gone, so that reading the bucket again does not bring them back. */
  readonly #gone = new Map<string, number>();

  constructor(options: PeersOptions) {
    this.#options = options;
  }

  /** The peers, sorted. */
  get ids(): readonly string[] {
    return [...this.#peers.keys()].sort();
  }

  has(instanceId: string): boolean {
    return this.#peers.has(instanceId);
  }

  /** A peer asked or answered. */
  heard(instanceId: string, now: number): boolean {
    const known = this.#peers.get(instanceId);
    const lapsesAt = now + this.#options.ttlMs;
    this.#peers.set(instanceId, { revision: known?.revision, lapsesAt, missingSince: undefined });
    this.#gone.delete(instanceId);
    return known === undefined;
  }

  /** The status bucket shows a live entry. */
  shown({ instanceId, revision, ageMs }: PeerEntry, now: number): boolean {
    const known = this.#peers.get(instanceId);
    const lapsesAt = now + this.#options.ttlMs - ageMs;
    if (this.#gone.get(instanceId) === revision || (!known && lapsesAt <= now)) return false;
    this.#gone.delete(instanceId);
    const latest = Math.max(lapsesAt, known?.lapsesAt ?? 0);
    this.#peers.set(instanceId, { revision, lapsesAt: latest, missingSince: known?.missingSince });
    return known === undefined;
  }

  /** The latest entry is older than it seemed when it was shown. */
  aged({ instanceId, revision, ageMs }: PeerEntry, now: number): void {
    const known = this.#peers.get(instanceId);
    if (known?.revision !== revision) return;
    this.#peers.set(instanceId, { ...known, lapsesAt: now + this.#options.ttlMs - ageMs });
  }

  /** A peer is certainly gone: it said so, or its entry has disappeared. */
  left(instanceId: string): boolean {
    const known = this.#peers.get(instanceId);
    if (!known) return false;
    if (known.revision !== undefined) this.#gone.set(instanceId, known.revision);
    return this.#peers.delete(instanceId);
  }

  /** The server knows no subscriber for a peer. Returns true once that has lasted so long that the peer counts as gone. */
  missing(instanceId: string, now: number): boolean {
    const known = this.#peers.get(instanceId);
    if (!known) return false;
    const missingSince = known.missingSince ?? now;
    this.#peers.set(instanceId, { ...known, missingSince });
    return now - missingSince >= this.#options.graceMs && this.left(instanceId);
  }

  /** Drops the peers that have been silent for too long. */
  lapse(now: number): boolean {
    const overdue = this.ids.filter((id) => (this.#peers.get(id)?.lapsesAt ?? 0) <= now);
    return overdue.filter((id) => this.left(id)).length > 0;
  }

  /**
   * Whom to ask whether they are still there: the next `count` in the ring after `self`, and those before them that are
   * missing. So every instance is asked by `count` others, however many there are.
   */
  neighbours(self: string, count: number): readonly string[] {
    const { ids } = this;
    const after = ids.filter((id) => id > self);
    const asked: string[] = [];
    let present = 0;
    for (const id of [...after, ...ids.slice(0, ids.length - after.length)]) {
      if (present === count) break;
      asked.push(id);
      if (this.#peers.get(id)?.missingSince === undefined) present += 1;
    }
    return asked;
  }
}
