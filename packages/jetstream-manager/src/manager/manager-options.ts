import type { RequestValidator } from '../connection/request-validator.js';
import type { Trace } from '../connection/trace.js';
import type { OptionNames } from '../options/option-names.js';

/** Options of `createManager`. */
export interface ManagerOptions {
  /** How long one JetStream API request may take, in milliseconds. Default 5000. */
  readonly timeoutMs?: number;
  /** First tokens of all API subjects, for an imported API. Default `$JS.API`. You cannot combine it with `domain`. */
  readonly apiPrefix?: string;
  /** First tokens of all event subjects. Default `$JS.EVENT`. */
  readonly eventPrefix?: string;
  /** JetStream domain to manage. The API prefix is then `$JS.<domain>.API`. */
  readonly domain?: string;
  /** Called with each API request and reply. `true` prints them to stderr. */
  readonly trace?: boolean | Trace;
  /**
   * Checks each API request before it is sent. `true` uses the schemas of this package; a function is your own
   * validator. An invalid request rejects with `INVALID_REQUEST`, and the error names the fields. Default `false`.
   */
  readonly validate?: boolean | RequestValidator;
  /**
   * Asks the server to refuse a configuration that it would otherwise adjust. Needs nats-server 2.11. With an older
   * server the request rejects with `FEATURE_UNSUPPORTED`. Default `false`.
   */
  readonly pedantic?: boolean;
}

export const managerOptionNames = {
  timeoutMs: true,
  apiPrefix: true,
  eventPrefix: true,
  domain: true,
  trace: true,
  validate: true,
  pedantic: true,
} as const satisfies OptionNames<ManagerOptions>;
