import type { NatsConnection } from '@nats-io/nats-core';
import type { CredentialExchange, Logger } from '@symphony-ts/contract';
import type { AuditLog } from '../audit/audit-log.js';
import type { Authenticated } from '../keys/authenticate.js';
import type { KeyService } from '../keys/key-service.js';
import type { OidcVerifier } from '../people/oidc-verifier.js';
import type { PeopleBook } from '../people/people-book.js';
import type { RateLimits } from './rate-limits.js';
import type { Registry } from '../registry/registry.js';
import type { OpenUsage } from '../usage/open-usage.js';
import type { PlatformInfo } from '../services/info-service.js';

/** One part of the platform, as `GET /api/v1/health` reports it. */
export interface HealthReport {
  readonly healthy: boolean;
  readonly version: string;
  readonly components: Readonly<Record<string, 'ok' | 'down'>>;
}

/** What routes may use. */
export interface HttpContext {
  /** The connection that reaches the extensions. */
  readonly hub: NatsConnection;
  readonly keys: KeyService;
  readonly registry: Registry;
  readonly people: PeopleBook;
  readonly audit: AuditLog;
  /** Absent where nobody signs in through an identity provider. */
  readonly oidc: OidcVerifier | undefined;
  /** Whether people on this machine are signed in without being asked who they are. */
  readonly devSignIn: boolean;
  readonly exchange: (authenticated: Authenticated) => Promise<CredentialExchange>;
  readonly info: () => PlatformInfo;
  readonly health: () => HealthReport;
  readonly rateLimits: RateLimits;
  readonly grantDeclared: boolean;
  /** Throws `LICENSE_ENFORCED` where requests to an extension are blocked. */
  readonly assertLicensed: (prefix: string) => void;
  readonly usage: OpenUsage;
  readonly logger: Logger;
}
