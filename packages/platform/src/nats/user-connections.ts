/** One connection of a server. */
export interface ServerConnection {
  /** Id of the server. */
  readonly server: string;
  /** Its number there. */
  readonly cid: number;
  /** Public NKey of the user. */
  readonly user: string;
}

/** How many connections each owner has, in the order in which they came. */
export class UserConnections {
  readonly #most: number;
  readonly #ownerOf: (user: string) => string;
  readonly #byOwner = new Map<string, Map<string, ServerConnection>>();

  /** `ownerOf` returns the owner of a user's key. */
  constructor(most: number, ownerOf: (user: string) => string) {
    this.#most = most;
    this.#ownerOf = ownerOf;
  }

  /** Adds a connection. Returns true if it is one too many. */
  add(connection: ServerConnection): boolean {
    const owner = this.#ownerOf(connection.user);
    const own = this.#byOwner.get(owner) ?? new Map<string, ServerConnection>();
    this.#byOwner.set(owner, own.set(idOf(connection), connection));
    return own.size > this.#most;
  }

  /** Removes a connection. */
  remove(connection: ServerConnection): void {
    const owner = this.#ownerOf(connection.user);
    const own = this.#byOwner.get(owner);
    if (own?.delete(idOf(connection)) && own.size === 0) this.#byOwner.delete(owner);
  }

  /** The connections of one user. */
  of(user: string): ServerConnection[] {
    const own = this.#byOwner.get(this.#ownerOf(user))?.values() ?? [];
    return [...own].filter((connection) => connection.user === user);
  }

  /** Replaces all connections. Returns those beyond the limit. */
  replace(connections: readonly ServerConnection[]): ServerConnection[] {
    this.#byOwner.clear();
    return connections.filter((connection) => this.add(connection));
  }
}

const idOf = ({ server, cid }: ServerConnection): string => `${server} ${cid}`;
