import type { JetStreamFlush } from '@symphony-ts/nats-server';
import type { PlatformService } from './platform-service.js';

/** What a platform says about itself, to anybody. Contents documented (access/api), keys not. @inferred */
export interface PlatformInfo {
  readonly name: string;
  readonly shortName: string;
  readonly version: string;
  /** NATS addresses for clients. */
  readonly servers: readonly string[];
  /** When acknowledged writes are on the disk: at once, or within minutes. Absent while no server has said. */
  readonly flush?: JetStreamFlush;
  /** How people sign in; absent where they cannot. */
  readonly oidc?: { readonly issuer: string; readonly clientId: string };
}

/** Answers what `GET /api/v1/symphonyinfo` does. */
export const infoService = (info: () => PlatformInfo): PlatformService => ({ name: 'info', handle: info });
