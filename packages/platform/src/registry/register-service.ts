import {
  limits,
  Manifest,
  SymphonyError,
  formatProblem,
  isSymphonyError,
  keyCapabilities,
  platformServices,
  type ManifestBucket,
  type RegistrationReply,
} from '@symphony-ts/contract';
import { checkCapabilities } from '../rights/capability-check.js';
import { checkNamespace, routeOwner, type RouteOwner } from '../openapi/namespace-check.js';
import type { PlatformService } from '../services/platform-service.js';
import type { Table } from '../table/table.js';
import type { Registration } from './registration.js';

/** What a registration sets in motion. */
export interface RegisterParts {
  readonly table: Table<Registration>;
  /** Makes or changes the buckets of an extension, its status bucket among them. */
  readonly ensureBuckets: (prefix: string, buckets: readonly ManifestBucket[]) => Promise<RegistrationReply['buckets']>;
  /** Brings the imports of an extension's account in line with what is declared and granted. */
  readonly syncAccount: (prefix: string) => Promise<void>;
  readonly now: () => number;
}

/**
 * Takes a manifest and answers when everything it declares is in place. The same manifest again changes nothing, so every
 * instance may send it, after every reconnect.
 */
export const registerService = (parts: RegisterParts): PlatformService => ({
  name: 'registry.register',
  cost: 5,
  async handle({ caller, body, logger }): Promise<RegistrationReply> {
    const before = parts.table.get(caller);
    let owner: RouteOwner | undefined;
    const manifest = readManifest(caller, body, (route) => {
      owner ??= routeOwner(parts.table.values().map((one) => one.manifest));
      return owner(route);
    });
    const buckets = await parts.ensureBuckets(caller, manifest.buckets);
    const text = JSON.stringify(manifest);
    const { registered: since } = await parts.table.update(caller, (current) =>
      current && JSON.stringify(current.manifest) === text
        ? current
        : { manifest, registered: new Date(parts.now()).toISOString() },
    );
    try {
      await parts.syncAccount(caller);
    } catch (error) {
      if (isSymphonyError(error, 'ACCOUNT_UPDATE_FAILED')) await restore(parts.table, caller, before);
      throw error;
    }
    const isNew = before === undefined || JSON.stringify(before.manifest) !== text;
    if (isNew) logger.info('an extension was registered', { prefix: caller, version: manifest.version });
    return { registered: since, buckets };
  },
});

/** Takes a registration back with which the account of its extension cannot be. */
async function restore(table: Table<Registration>, prefix: string, before: Registration | undefined): Promise<void> {
  if (before) await table.put(prefix, before);
  else await table.delete(prefix);
}

/** More than these tell nothing new, and the answer must fit into a message. */
const MOST_ISSUES = 50;

/** The manifest of `caller`, or an error that names everything wrong with it. */
function readManifest(caller: string, body: unknown, owner: RouteOwner): Manifest {
  const parsed = Manifest.safeParse(body);
  if (!parsed.success) {
    const issues = parsed.error.issues
      .slice(0, MOST_ISSUES)
      .map(({ path, message }) => ({ path: path.join('.').slice(0, limits.path), message }));
    throw new SymphonyError('INVALID_INPUT', { subject: platformServices.register, issues });
  }
  const manifest = parsed.data;
  const problems = [
    ...(manifest.prefix === caller ? [] : [`prefix '${manifest.prefix}': the API key belongs to '${caller}'`]),
    ...checkCapabilities(manifest.prefix, keyCapabilities(manifest.capabilities)).map(
      ({ subject, reason }) => `capability ${subject}: ${reason}`,
    ),
    ...checkNamespace(manifest, owner).map(formatProblem),
  ];
  if (problems.length === 0) return manifest;
  const reason = problems.slice(0, MOST_ISSUES).join('; ');
  throw new SymphonyError('REGISTRATION_REFUSED', { prefix: manifest.prefix, reason });
}
