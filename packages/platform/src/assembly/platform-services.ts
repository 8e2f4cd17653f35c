import { covers, withoutUndefined } from '@symphony-ts/contract';
import { deleteMadeBuckets, ensureDeclaredBuckets } from '../buckets/declared-buckets.js';
import { Discovery } from '../discovery/discovery.js';
import { discoveryServices } from '../discovery/discovery-services.js';
import type { KeyService } from '../keys/key-service.js';
import { provisionService } from '../keys/provision-service.js';
import type { DocumentReader } from '../openapi/document-reader.js';
import { listService } from '../registry/list-service.js';
import { registerService } from '../registry/register-service.js';
import type { Registry } from '../registry/registry.js';
import type { ResourceTexts } from '../registry/resource-texts.js';
import type { RunningVersions } from '../registry/running-versions.js';
import { clusterService } from '../services/cluster-service.js';
import { infoService, type PlatformInfo } from '../services/info-service.js';
import type { PlatformService } from '../services/platform-service.js';
import { storageServices } from '../storage-service/storage-services.js';
import { usagePlatformServices } from '../usage/usage-platform-services.js';
import type { UsageService } from '../usage/usage-service.js';
import type { PlatformCore } from './core.js';

/** The platform's description of itself. */
export const platformInfo = ({ options, servers, flush }: PlatformCore, version: string): PlatformInfo => ({
  name: options.name,
  shortName: options.name,
  version,
  servers: servers(),
  ...withoutUndefined({ flush: flush.weakest }),
  ...(options.oidc ? { oidc: { issuer: options.oidc.issuer, clientId: options.oidc.clientId } } : {}),
});

/** The parts that the services use. */
export interface ServiceParts {
  readonly registry: Registry;
  readonly versions: RunningVersions;
  readonly texts: ResourceTexts;
  readonly keys: KeyService;
  readonly usage: UsageService;
  readonly documents: DocumentReader;
  readonly info: () => PlatformInfo;
}

/** Everything that answers below `cirata.services.`. */
export const platformServices = (
  core: PlatformCore,
  { registry, versions, texts, keys, usage, documents, info }: ServiceParts,
): PlatformService[] => {
  const holds = (nkey: string | undefined, right: string): boolean => {
    const key = keys.ofUser(nkey);
    return key !== undefined && core.access.holds(key, right);
  };
  return [
    ...usagePlatformServices(usage),
    ...storageServices({
      hub: core.data,
      declared: () => registry.buckets(),
      holds,
    }),
    ...discoveryServices({
      registry,
      discovery: new Discovery(core.data, registry),
      holds: ({ nkey, caller }, right) => holds(nkey, right) || mayAsDeclared(core, caller, right),
    }),
    provisionService({ table: core.state.keys, keys, now: Date.now }),
    clusterService(core.replicas),
    infoService(info),
    listService(registry, () => core.nc.info?.max_payload ?? 2 ** 20),
    registerService({
      table: core.state.registry,
      beside: core.state.versions,
      versions,
      texts,
      documents,
      ensureBuckets: async (prefix, buckets, { onlyMissing }) =>
        ensureDeclaredBuckets(core.data, {
          prefix,
          buckets,
          onlyMissing,
          replicas: await core.replicas(),
          logger: core.options.logger,
        }),
      deleteBuckets: (prefix, buckets) => deleteMadeBuckets(core.data, prefix, buckets),
      syncAccount: (prefix) => core.directory.update([prefix]),
      now: Date.now,
    }),
  ];
};

/** In development, an extension whose keys have no grant may do everything that its manifest declares. */
function mayAsDeclared({ records }: PlatformCore, caller: string, right: string): boolean {
  const { declared, granted } = records.extension(caller);
  return granted === 'all' && declared.pub.allow.some((pattern) => covers(pattern, right));
}
