import { isSymphonyError, type Logger, type Manifest, type RegistrationReply } from '@symphony-ts/contract';
import type { Table } from '../table/table.js';
import type { RegisterParts } from './register-parts.js';
import { type Registration, versionKey } from './registration.js';
import { namedTexts } from './resource-texts.js';

/** Registers a version that is up. A version that already runs stays beside it until its last instance has gone. */
export async function registerVersion(
  parts: RegisterParts,
  manifest: Manifest,
  logger: Logger,
): Promise<RegistrationReply> {
  const { prefix, version } = manifest;
  const { table, beside, versions } = parts;
  const buckets = await parts.ensureBuckets(prefix, manifest.buckets, { onlyMissing: false });
  const text = JSON.stringify(manifest);
  const known = table.get(prefix);
  const registered = new Date(parts.now()).toISOString();
  const own = beside.get(versionKey(prefix, version));
  const isOlder = own && !own.starting && known && known.manifest.version !== version;
  if (isOlder && versions.isLive(prefix, known.manifest.version)) {
    // An older version reconnects while a newer one runs. The newer one still describes the extension.
    if (JSON.stringify(own.manifest) !== text) await beside.put(versionKey(prefix, version), { ...own, manifest });
    await parts.syncAccount(prefix);
    return { registered: own.registered, buckets };
  }
  if (known && known.manifest.version !== version && versions.mayRun(prefix, known.manifest.version)) {
    await beside.put(versionKey(prefix, known.manifest.version), { ...known, made: [] });
  }
  const current = await table.update(prefix, (before) =>
    before && JSON.stringify(before.manifest) === text ? before : { manifest, registered },
  );
  try {
    await parts.syncAccount(prefix);
  } catch (error) {
    if (isSymphonyError(error, 'ACCOUNT_UPDATE_FAILED')) await restore(table, prefix, known);
    throw error;
  }
  await forgetGone(parts, prefix, [version, known?.manifest.version]);
  await parts.texts.forget(prefix, namedTexts(versions.declared(prefix)));
  if (!known || JSON.stringify(known.manifest) !== text)
    logger.info('an extension was registered', { prefix, version });
  return { registered: current.registered, buckets };
}

/** Removes the records of the version that is registered now, and of others that no longer run. */
async function forgetGone(
  { beside, versions }: RegisterParts,
  prefix: string,
  [registered, replaced]: readonly [string, string | undefined],
): Promise<void> {
  for (const { manifest, starting } of versions.beside(prefix)) {
    const { version } = manifest;
    const isNeeded = version !== registered && (version === replaced || starting || versions.mayRun(prefix, version));
    if (!isNeeded) await beside.delete(versionKey(prefix, version));
  }
}

/** Restores the earlier registration if the account of the extension cannot have the new one. */
async function restore(table: Table<Registration>, prefix: string, before: Registration | undefined): Promise<void> {
  if (before) await table.put(prefix, before);
  else await table.delete(prefix);
}
