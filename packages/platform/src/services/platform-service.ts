import type { Logger } from '@symphony-ts/contract';

/** A request to a platform service. */
export interface ServiceRequest {
  /** The prefix of the calling extension, or `_people`; written into the subject by the import, so it can be trusted. */
  readonly caller: string;
  /** The parsed body; `undefined` for an empty one. */
  readonly body: unknown;
  /** The public NKey of the calling user, if the import shares it. */
  readonly nkey: string | undefined;
  readonly headers: ReadonlyMap<string, string>;
  readonly logger: Logger;
  /** Aborts when the platform stops. A service that waits then answers at once. */
  readonly signal: AbortSignal;
}

/** One service of the platform: its name after `cirata.services.`, and its handler. */
export interface PlatformService {
  /** The cost of a request in its caller's share, compared with an ordinary one. Default 1. */
  readonly cost?: number;
  readonly name: string;
  /**
   * Returns the answer, which is sent as JSON. A thrown `SymphonyError` is answered with its status, anything else with 500.
   */
  handle(request: ServiceRequest): unknown;
}
