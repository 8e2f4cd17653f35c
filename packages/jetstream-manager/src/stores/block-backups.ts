import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import * as z from 'zod';
import { readContent } from '../archive/read-content.js';
import { backupFiles, consumersName, dataName, metadataName } from '../backup/backup-files.js';
import { makeDirectory } from '../backup/make-directory.js';
import { digestText, readStreamManifest, writeStreamManifest } from '../backup/stream-manifest.js';
import { syncDirectory, writeFileWhole } from '../backup/write-file-whole.js';
import { writeS2 } from '../backup/write-s2.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { type VerifiedBackup, verifyBackup } from '../restore/verify-backup.js';
import type { BlockStore } from './block-store.js';
import { cutBlocks } from './cut-blocks.js';

const format = 'symphony-ts/jetstream-blocks';

const IndexSchema = z.object({
  format: z.literal(format),
  version: z.literal(1),
  stream: z.string().min(1),
  created: z.iso.datetime(),
  serverVersion: z.string(),
  consumers: z.boolean(),
  /** The small files, as text. */
  files: z.object({ [metadataName]: z.string(), [consumersName]: z.string().optional() }),
  /** The content of the snapshot, decompressed. */
  content: z.object({ bytes: z.int().nonnegative(), sha256: z.string(), blocks: z.array(z.string().min(1)) }),
});

/** The index of an incremental backup: its small files, and the ids of its blocks. */
type BlockIndex = z.infer<typeof IndexSchema>;

/** How many blocks are transferred to or from a store at the same time. */
const atOnce = 4;

/**
 * Stores the blocks of the backup in `directory` that the store lacks. Returns the index and the number of stored
 * bytes.
 */
export async function storeBlocks(
  directory: string,
  blocks: BlockStore,
): Promise<{ readonly index: string; readonly storedBytes: number }> {
  const files = backupFiles(directory);
  const manifest = await readStreamManifest(files);
  if (manifest === undefined) throw new JetStreamManagerError('BACKUP_INCOMPLETE', `${directory} has no manifest`);
  const there = new Set(await blocks.list());
  const hash = createHash('sha256');
  const ids: string[] = [];
  let bytes = 0;
  let storedBytes = 0;
  let underWay: Promise<number>[] = [];
  for await (const block of cutBlocks(readContent(files.data))) {
    hash.update(block);
    bytes += block.length;
    const id = blocks.idOf(block);
    ids.push(id);
    if (there.has(id)) continue;
    there.add(id);
    const put = blocks.put(id, block);
    // This promise is awaited later.
    put.catch(() => undefined);
    underWay.push(put);
    if (underWay.length < atOnce) continue;
    storedBytes += sum(await Promise.all(underWay));
    underWay = [];
  }
  storedBytes += sum(await Promise.all(underWay));
  const noted = manifest.files[consumersName] && (await readFile(files.consumers, 'utf8'));
  const { stream, created, serverVersion, consumers } = manifest;
  const index: BlockIndex = {
    format,
    version: 1,
    stream,
    created,
    serverVersion,
    consumers,
    files: { [metadataName]: await readFile(files.metadata, 'utf8'), ...(noted && { [consumersName]: noted }) },
    content: { bytes, sha256: hash.digest('hex'), blocks: ids },
  };
  const line = JSON.stringify(index);
  return { index: `${line}\n${digestText(line).sha256}\n`, storedBytes };
}

/** Builds the backup of an index in `directory`. Digests verify every block and the whole. */
export async function fetchBlocks(text: string, blocks: BlockStore, directory: string): Promise<VerifiedBackup> {
  const index = parseIndex(text);
  try {
    await makeDirectory(directory);
    const files = backupFiles(directory);
    const digest = await writeContent(files.data, index, blocks);
    const { [metadataName]: metadata, [consumersName]: noted } = index.files;
    await writeFileWhole(files.metadata, metadata);
    if (noted !== undefined) await writeFileWhole(files.consumers, noted);
    const { stream, created, serverVersion, consumers } = index;
    await writeStreamManifest(files, {
      stream,
      created,
      serverVersion,
      consumers,
      files: {
        [metadataName]: digestText(metadata),
        [dataName]: digest,
        ...(noted === undefined ? {} : { [consumersName]: digestText(noted) }),
      },
    });
    await syncDirectory(directory);
  } catch (error) {
    throw toManagerError(error, `fetching into ${directory}`);
  }
  return verifyBackup(directory);
}

/** Removes the blocks that are in none of these indexes. */
export async function removeUnused(blocks: BlockStore, indexes: AsyncIterable<string>): Promise<void> {
  const unused = new Set(await blocks.list());
  for await (const text of indexes) for (const id of parseIndex(text).content.blocks) unused.delete(id);
  for (const id of unused) await blocks.remove(id);
}

async function writeContent(path: string, { content }: BlockIndex, blocks: BlockStore) {
  const file = await openNew(path);
  const whole = createHash('sha256');
  const written = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of writeS2(hashed(readBlocks(content.blocks, blocks), whole))) {
      written.update(part);
      bytes += part.length;
      await file.writeFile(part);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (whole.digest('hex') !== content.sha256) throw corrupt('the content of its blocks differs');
  return { bytes, sha256: written.digest('hex') };
}

async function* readBlocks(ids: readonly string[], blocks: BlockStore): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < ids.length; at += atOnce) {
    yield* await Promise.all(ids.slice(at, at + atOnce).map((id) => blocks.get(id)));
  }
}

async function* hashed(source: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const part of source) {
    hash.update(part);
    yield part;
  }
}

/** An index is one line, and its digest is another. */
function parseIndex(text: string): BlockIndex {
  const [line = '', digest] = text.split('\n');
  if (digestText(line).sha256 !== digest) throw corrupt('its index was changed');
  const parsed = IndexSchema.safeParse(JSON.parse(line));
  if (parsed.success) return parsed.data;
  throw corrupt(`its index is not valid: ${z.prettifyError(parsed.error)}`);
}

async function openNew(path: string) {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new JetStreamManagerError('BACKUP_EXISTS', `${path} exists already`, { cause: error });
  }
}

const corrupt = (what: string): JetStreamManagerError =>
  new JetStreamManagerError('BACKUP_CORRUPT', `the backup of blocks is not complete: ${what}`);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
