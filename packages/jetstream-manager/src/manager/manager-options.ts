import type { RequestValidator } from '../connection/request-validator.js';
import type { Trace } from '../connection/trace.js';

/** Options of `createManager`. */
export interface ManagerOptions {
  /** How long one JetStream API request may take, in milliseconds. Default 5000. */
  readonly timeoutMs?: number;
  /** First tokens of all API subjects, for imported APIs. Default `$JS.API`. Excludes `domain`. */
  readonly apiPrefix?: string;
  /** First tokens of all event subjects. Default `$JS.EVENT`. */
  readonly eventPrefix?: string;
  /** JetStream domain to manage; the API prefix is then `$JS.<domain>.API`. */
  readonly domain?: string;
  /** Called with each API request and reply; `true` prints them to stderr. */
  readonly trace?: boolean | Trace;
  /**
   * Checks each API request before it is sent: `true` by this package's schemas, or by a validator of your own. A
   * refused request throws `INVALID_REQUEST` naming the fields.
   */
  readonly validate?: boolean | RequestValidator;
  /**
   * Asks the server to refuse configurations it would otherwise adjust. Needs nats-server 2.11; if an older server
   * answers, the request throws `FEATURE_UNSUPPORTED`. Default `false`.
   */
  readonly pedantic?: boolean;
}
