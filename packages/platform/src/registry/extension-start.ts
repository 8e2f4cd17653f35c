import { isSymphonyError, type Manifest, type RegistrationReply } from '@symphony-ts/contract';
import type { RegisterParts } from './register-parts.js';
import { versionKey } from './registration.js';

/** Permits a starting instance to use what it declares. It registers nothing, and changes no existing bucket. */
export async function beginStart(
  parts: RegisterParts,
  manifest: Manifest,
  instanceId: string,
): Promise<RegistrationReply> {
  const { prefix, version } = manifest;
  const buckets = await parts.ensureBuckets(prefix, manifest.buckets, { onlyMissing: true });
  const registered = new Date(parts.now()).toISOString();
  const reply = { registered, buckets, starting: true };
  const known = parts.table.get(prefix);
  if (known && JSON.stringify(known.manifest) === JSON.stringify(manifest)) return reply;
  const created = buckets.filter(({ outcome }) => outcome === 'created').map(({ name }) => name);
  await parts.beside.update(versionKey(prefix, version), (before) => {
    if (before && !before.starting) return before;
    const { starting = [], made = [] } = before ?? {};
    return { manifest, registered, starting: united(starting, [instanceId]), made: united(made, created) };
  });
  try {
    await parts.syncAccount(prefix);
  } catch (error) {
    if (isSymphonyError(error, 'ACCOUNT_UPDATE_FAILED')) await endFailedStart(parts, manifest, instanceId);
    throw error;
  }
  return reply;
}

/** Undoes what a start began, unless other instances with the same version are starting. */
export async function endFailedStart(
  parts: RegisterParts,
  manifest: Manifest,
  instanceId: string,
): Promise<RegistrationReply> {
  const { prefix, version } = manifest;
  const { beside, versions } = parts;
  const key = versionKey(prefix, version);
  const reply = { registered: new Date(parts.now()).toISOString(), buckets: [], starting: true };
  const record = beside.get(key);
  if (!record?.starting) return reply;
  const starting = record.starting.filter((id) => id !== instanceId);
  if (starting.length > 0) {
    await beside.update(key, (before) => ({ ...(before ?? record), starting }));
    return reply;
  }
  await beside.delete(key);
  const declared = new Set(versions.declared(prefix).flatMap((manifest) => manifest.buckets.map(({ name }) => name)));
  const unused = record.manifest.buckets.filter(({ name }) => record.made.includes(name) && !declared.has(name));
  await parts.deleteBuckets(prefix, unused);
  await parts.syncAccount(prefix);
  return reply;
}

const united = (first: readonly string[], second: readonly string[]): string[] => [...new Set([...first, ...second])];
