import { ensureDeclaredBuckets } from './buckets/declared-buckets.js';
import type { PlatformCore } from './core.js';
import { hasRight, keyOfUser } from './keys/key-rights.js';
import type { KeyService } from './keys/key-service.js';
import { provisionService } from './keys/provision-service.js';
import { listService } from './registry/list-service.js';
import { registerService } from './registry/register-service.js';
import type { Registry } from './registry/registry.js';
import { clusterService } from './services/cluster-service.js';
import { infoService, type PlatformInfo } from './services/info-service.js';
import type { PlatformService } from './services/platform-service.js';
import { storageServices } from './storage-service/storage-services.js';
import { usagePlatformServices } from './usage/usage-platform-services.js';
import type { UsageService } from './usage/usage-service.js';

/** What the platform says about itself. */
export const platformInfo = ({ options, servers }: PlatformCore, version: string): PlatformInfo => ({
  name: options.name,
  shortName: options.name,
  version,
  servers: servers(),
  ...(options.oidc ? { oidc: { issuer: options.oidc.issuer, clientId: options.oidc.clientId } } : {}),
});

/** What the services answer from. */
export interface ServiceParts {
  readonly registry: Registry;
  readonly keys: KeyService;
  readonly usage: UsageService;
  readonly info: () => PlatformInfo;
}

/** Everything that answers below `cirata.services.`. */
export const platformServices = (
  core: PlatformCore,
  { registry, keys, usage, info }: ServiceParts,
): PlatformService[] => [
  ...usagePlatformServices(usage),
  ...storageServices({
    hub: core.hub,
    declared: () => registry.buckets(),
    holds: (nkey, right) => {
      const key = keyOfUser(core.state.keys.values(), nkey, Date.now());
      return key !== undefined && hasRight(key, right, core.options.grantDeclared);
    },
  }),
  provisionService({ table: core.state.keys, keys, now: Date.now }),
  clusterService(core.replicas),
  infoService(info),
  listService(registry),
  registerService({
    table: core.state.registry,
    ensureBuckets: async (prefix, buckets) =>
      ensureDeclaredBuckets(core.hub, {
        prefix,
        buckets,
        replicas: await core.replicas(),
        logger: core.options.logger,
      }),
    syncAccounts: () => core.directory.sync(),
    now: Date.now,
  }),
];
