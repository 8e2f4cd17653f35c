const REMEDIES = {
  NATS_SERVER_NOT_FOUND: 'install nats-server 2.9 or later, or name a binary in NATS_SERVER_BIN',
  NATS_SERVER_TOO_OLD: 'install nats-server 2.9 or later, or name a newer binary in NATS_SERVER_BIN',
  PORT_IN_USE: 'stop the program that uses it, or choose another port; 0 chooses a free one',
  DATA_FOLDER_IN_USE: 'stop that process, or choose another folder',
  NATS_SERVER_FAILED: "read the server's message above",
  NATS_SERVER_NOT_READY: 'raise readyTimeoutMs if the machine is slow',
  NATS_SERVER_STOPPED: 'start a new server: stop() is final',
  INVALID_CONFIG: 'correct the option',
} as const;

/** One code per cause. */
export type NatsServerErrorCode = keyof typeof REMEDIES;

/** What an error knows beside its text; which fields are set depends on the code. */
export interface NatsServerErrorDetails {
  /** The busy port, with `PORT_IN_USE`. */
  readonly port?: number;
  /** Who holds the folder, and where its server listens, with `DATA_FOLDER_IN_USE`. */
  readonly pid?: number;
  /** Address that was tried. */
  readonly url?: string;
  /** The server's last log lines, where it had run. */
  readonly logs?: readonly string[];
}

/** Goes with the error, so that two installed copies of this package know each other's. */
const BRAND = Symbol.for('@symphony-ts/nats-server/error');

/**
 * Any failure to find, configure, start or stop a nats-server process. `instanceof` also holds for an error of another
 * installed copy.
 */
export class NatsServerError extends Error {
  /** Identifies the cause. */
  readonly code: NatsServerErrorCode;
  /** The values that the message speaks of. */
  readonly details: NatsServerErrorDetails;
  readonly [BRAND] = true;

  constructor(code: NatsServerErrorCode, what: string, options: NatsServerErrorDetails & { cause?: unknown } = {}) {
    const { cause, ...details } = options;
    super(`[${code}] ${what}; ${REMEDIES[code]}`, cause === undefined ? undefined : { cause });
    this.name = 'NatsServerError';
    this.code = code;
    this.details = details;
  }

  static override [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    if (this === NatsServerError) return isNatsServerError(value);
    return Function.prototype[Symbol.hasInstance].call(this as () => void, value);
  }
}

const isBranded = (error: unknown): boolean => typeof error === 'object' && error !== null && BRAND in error;

/** Narrows a caught value to one cause (or to any of this package's errors, without `code`). */
export function isNatsServerError(error: unknown, code?: NatsServerErrorCode): error is NatsServerError {
  return isBranded(error) && (code === undefined || (error as NatsServerError).code === code);
}
