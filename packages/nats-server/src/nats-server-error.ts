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

/** Codes of the errors, one for each cause. */
export type NatsServerErrorCode = keyof typeof REMEDIES;

/** Facts of an error for programs. The code decides which fields are set. */
export interface NatsServerErrorDetails {
  /** The busy port, with `PORT_IN_USE`. */
  readonly port?: number;
  /** Id of the process that uses the folder, with `DATA_FOLDER_IN_USE`. */
  readonly pid?: number;
  /** Address of the server that uses the folder, with `DATA_FOLDER_IN_USE`. */
  readonly url?: string;
  /** The last log lines of the server, if it has run. */
  readonly logs?: readonly string[];
}

/** Goes with the error, so that two installed copies of this package know each other's. */
const BRAND = Symbol.for('@symphony-ts/nats-server/error');

/**
 * A failure to find, configure, start or stop a nats-server process. `instanceof` also works if the package is installed
 * twice.
 */
export class NatsServerError extends Error {
  /** Identifies the cause. */
  readonly code: NatsServerErrorCode;
  /** The facts in the message. */
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

/** True for an error of this package with this `code`, or with any code. */
export function isNatsServerError(error: unknown, code?: NatsServerErrorCode): error is NatsServerError {
  return isBranded(error) && (code === undefined || (error as NatsServerError).code === code);
}
