/** Callers that the platform does not hear for a while, because they flooded it. They are known to this replica alone. */
export class PausedCallers {
  readonly #extensions = new Set<string>();
  readonly #users = new Set<string>();
  readonly #voids = new Map<string, number>();

  /** Extensions, whose accounts go without the platform's services meanwhile. */
  get extensions(): Set<string> {
    return this.#extensions;
  }

  /** Public NKeys of people and plain clients, who get no credentials meanwhile. */
  get users(): Set<string> {
    return this.#users;
  }

  /** When the JWTs of such a user became void (Unix seconds): of those who came back and went on. */
  get voids(): Map<string, number> {
    return this.#voids;
  }
}
