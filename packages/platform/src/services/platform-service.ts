import type { Logger } from '@symphony-ts/contract';

/** A request to a platform service. */
export interface ServiceRequest {
  /** The prefix of the calling extension, or `_people`; written into the subject by the import, so it can be trusted. */
  readonly caller: string;
  /** The parsed body; `undefined` for an empty one. */
  readonly body: unknown;
  /** The public NKey of the calling user, where the import shares it. */
  readonly nkey: string | undefined;
  readonly headers: ReadonlyMap<string, string>;
  readonly logger: Logger;
  /** Aborts when the platform stops: whoever waits answers at once. */
  readonly signal: AbortSignal;
}

/** One service of the platform: what it is called after `cirata.services.`, and what it answers. */
export interface PlatformService {
  /** What a request costs of its caller's share, compared with an ordinary one; default 1. */
  readonly cost?: number;
  readonly name: string;
  /** Returns what is sent as JSON. A thrown `SymphonyError` is answered with its status, anything else with 500. */
  handle(request: ServiceRequest): unknown;
}
