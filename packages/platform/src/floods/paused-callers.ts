/** Callers that the platform does not hear for a while, because they flooded it. They are known to this replica alone. */
export class PausedCallers {
  /** Extensions, whose accounts go without the platform's services meanwhile. */
  readonly extensions = new Set<string>();

  /** Public NKeys of people and plain clients that get no credentials for the moment. */
  readonly users = new Set<string>();

  /** When the JWTs of such a user became invalid (Unix seconds), if the user came back and continued. */
  readonly voids = new Map<string, number>();
}
