import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, InvalidConfigurationError, toError } from '@symphony-ts/contract';
import { makeDirectory } from '@symphony-ts/nats-server/internal';
import * as z from 'zod';

const Secret = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, '32 bytes in base64');

/** The one secret of a platform. */
export const KeyFile = z.object({
  version: z.literal(1),
  /** When it was made, in Unix seconds. */
  created: z.int(),
  /** The secret for the identities of operator and accounts. It never changes. */
  root: Secret,
  /** The secrets for the keys that sign user JWTs. The first key signs, and all of them are accepted. */
  signing: z.array(Secret).min(1),
  /**
   * The secret for keys that are accepted already but do not sign yet. Omitted between `promote` and `retire`, and in older
   * files.
   */
  next: Secret.optional(),
});
export type KeyFile = z.infer<typeof KeyFile>;

const FILE = 'operator.json';

export const newSecret = (): string => randomBytes(32).toString('base64');

/**
 * Reads the key file of `folder`, making both on first use: the folder 0700, the file 0600 and written whole or not at all.
 * Throws `InvalidConfigurationError` for a folder that cannot be made, a file that everybody can read, or that is not a key file.
 */
export async function openKeyFile(folder: string, now: number): Promise<KeyFile> {
  await makeDirectory(folder, 0o700).catch((error: unknown) => {
    const reason = `${folder} cannot be made: ${toError(error).message}`;
    throw new InvalidConfigurationError({ setting: 'the folder of the keys', reason }, { cause: error });
  });
  const path = join(folder, FILE);
  const text = (await readText(path)) ?? (await createKeyFile(path, now));
  await assertPrivate(path);
  return parseKeyFile(path, text);
}

/**
 * Reads the key file of `folder`, and does not create one. Throws `InvalidConfigurationError` as `openKeyFile` does, and if
 * there is no file.
 */
export async function readKeyFile(folder: string): Promise<KeyFile> {
  const path = join(folder, FILE);
  const text = await readText(path);
  if (text === undefined) throw new InvalidConfigurationError({ setting: path, reason: 'there is no such file' });
  await assertPrivate(path);
  return parseKeyFile(path, text);
}

/** Puts another key file in the place of the one that is there. */
export async function replaceKeyFile(folder: string, file: KeyFile): Promise<void> {
  const path = join(folder, FILE);
  await makeDirectory(folder, 0o700);
  await writeDraft(path, format(file), (draft) => rename(draft, path));
}

const format = (file: KeyFile): string => `${JSON.stringify(file, null, 2)}\n`;

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new InvalidConfigurationError({ setting: path, reason: toError(error).message }, { cause: error });
  }
}

function parseKeyFile(path: string, text: string): KeyFile {
  try {
    return KeyFile.parse(JSON.parse(text));
  } catch (error) {
    const reason = 'it is not a key file of this platform; restore it from a backup';
    throw new InvalidConfigurationError({ setting: path, reason }, { cause: error });
  }
}

/** A group may read: that is how a cluster mounts secrets for a process that is not root. */
async function assertPrivate(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const mode = (await stat(path)).mode & 0o777;
  if ((mode & 0o007) === 0) return;
  const reason = `everybody can read it (mode ${mode.toString(8)}); take that right away with chmod 600`;
  throw new InvalidConfigurationError({ setting: path, reason });
}

/**
 * The link either makes the whole file appear, or fails because another replica was first. Then the file of that replica is
 * used.
 */
async function createKeyFile(path: string, now: number): Promise<string> {
  const text = format({ version: 1, created: now, root: newSecret(), signing: [newSecret()], next: newSecret() });
  try {
    await writeDraft(path, text, (draft) => link(draft, path));
    return text;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return await readFile(path, 'utf8');
    throw error;
  }
}

async function writeDraft(path: string, text: string, place: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await place(draft);
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}
