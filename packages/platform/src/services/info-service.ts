import type { JetStreamFlush } from '@symphony-ts/nats-server';
import type { PlatformService } from './platform-service.js';

/**
 * The platform's description of itself, for everybody. The documentation names the contents (access/api), but not the keys.
 * @inferred
 */
export interface PlatformInfo {
  readonly name: string;
  readonly shortName: string;
  readonly version: string;
  /** NATS addresses for clients. */
  readonly servers: readonly string[];
  /** When acknowledged writes are on the disk: at once, or within minutes. Omitted until a server has reported. */
  readonly flush?: JetStreamFlush;
  /** How people sign in. Omitted if they cannot. */
  readonly oidc?: { readonly issuer: string; readonly clientId: string };
}

/** Answers the same as `GET /api/v1/symphonyinfo`. */
export const infoService = (info: () => PlatformInfo): PlatformService => ({ name: 'info', handle: info });
