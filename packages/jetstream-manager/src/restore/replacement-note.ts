import { hostname } from 'node:os';
import * as z from 'zod';
import { isJetStreamManagerError, JetStreamManagerError } from '../errors/manager-error.js';
import type { Manager } from '../manager/manager.js';
import { type ExactStreamInfo, readStreamInfo } from '../streams/exact-stream-info.js';
import { MarkFile, type RestoreMark } from './restore-mark.js';
import { isPartOf } from './restore-part.js';
import { openRestoreSource, type RestoreSource } from './restore-source.js';
import type { RestoreTarget } from './restore-target.js';

const NoteSchema = z.object({
  /** The machine that has the folders. */
  host: z.string(),
  /** The backup that is to replace the stream. */
  backup: z.string(),
  /** The backup of the stream that is replaced. */
  aside: z.string(),
  /** When the stream was made that is replaced. */
  created: z.string().optional(),
});

/** What the server says of a stream that is being replaced. */
export interface Replacement extends z.infer<typeof NoteSchema> {
  /** Name of the stream. */
  readonly stream: string;
  /** When the replacement began, by the server's clock. */
  readonly since: string;
}

const prefix = 'REPLACING_';
const words = 'jsm is replacing a stream. Until that is done its messages are in: ';

/** Name of the empty stream that tells everybody of a replacement. */
const noteName = (stream: string): string => `${prefix}${stream}`;

/**
 * Tells the server, and so everybody, that a stream is about to be deleted and made again: an empty stream whose description
 * says where the messages are meanwhile. A process that dies in between leaves it. A note that is there already stays, for
 * it tells since when. Nothing where the server refuses, for example at its limit of streams: the files know it as well.
 */
export async function noteReplacement(
  manager: Manager,
  stream: string,
  note: { readonly backup: string; readonly aside: string; readonly created: string | undefined },
): Promise<void> {
  const name = noteName(stream);
  const description = `${words}${JSON.stringify({ host: hostname(), ...note })}`;
  const config = { name, subjects: [name], description, max_msgs: 1, max_bytes: 1024, num_replicas: 1 };
  const before = await readReplacement(manager, stream);
  if (before !== undefined && note.created === before.created) await forgetReplacement(manager, stream);
  await manager.context.requestText(`STREAM.CREATE.${name}`, JSON.stringify(config)).catch(() => undefined);
}

/** The replacement of a stream that is under way, or was cut off; `undefined` where there is none, or the user may not see it. */
async function readReplacement(manager: Manager, stream: string): Promise<Replacement | undefined> {
  try {
    const info = await readStreamInfo(manager.context, noteName(stream));
    return info && parseReplacement(info);
  } catch (error) {
    if (unseen.some((code) => isJetStreamManagerError(error, code))) return undefined;
    throw error;
  }
}

/** What a user meets who has no right to the note, or is answered by something that knows no such streams. */
const unseen = ['PERMISSION_DENIED', 'TIMEOUT', 'NO_RESPONDERS', 'INVALID_REPLY', 'API_ERROR'] as const;

interface Described {
  readonly config: { readonly name: string; readonly description?: string | undefined };
  readonly created: string;
}

/** The replacement that a stream tells of; `undefined` for every other stream. */
export function parseReplacement({ config, created }: Described): Replacement | undefined {
  const { name, description = '' } = config;
  if (!name.startsWith(prefix) || !description.startsWith(words)) return undefined;
  try {
    const note = NoteSchema.parse(JSON.parse(description.slice(words.length)));
    return { ...note, stream: name.slice(prefix.length), since: created };
  } catch {
    return undefined;
  }
}

/** The replacement is done, or undone. What is left of it where nobody answers is only in the way. */
export async function forgetReplacement(manager: Manager, stream: string): Promise<void> {
  await manager.streams.delete(noteName(stream)).catch(() => undefined);
}

/** The note of a replacement that has begun to delete the stream, and was cut off; `living` is the stream as it is now. */
export async function readUnfinished(
  manager: Manager,
  stream: string,
  living: Pick<ExactStreamInfo, 'created'> | undefined,
): Promise<Replacement | undefined> {
  const note = await readReplacement(manager, stream);
  return note !== undefined && isUnfinished(note, living) ? note : undefined;
}

/** Whether the stream to be replaced has gone: no stream is there, or another one. */
export const isUnfinished = (note: Replacement, living: Pick<ExactStreamInfo, 'created'> | undefined): boolean =>
  living === undefined || living.created !== note.created;

/** Whether it is this restore that was cut off, or what it had set aside that is restored. */
export function isOwn(note: Replacement, { files }: RestoreSource, marked: RestoreMark | undefined): boolean {
  const isSameFolder = note.host === hostname() && [note.backup, note.aside].includes(files.directory);
  return isSameFolder || marked?.aside === note.aside;
}

/** What to do about an unfinished replacement. */
export const unfinished = ({ stream, host, backup, aside }: Replacement): JetStreamManagerError =>
  new JetStreamManagerError(
    'STREAM_NOT_PUT_BACK',
    `${stream} was being replaced when that was cut off; on ${host} its messages are in ${aside}, and what was to ` +
      `replace them is in ${backup}; once neither is needed, delete the stream ${noteName(stream)}`,
    { details: { stream, host, backup, aside } },
  );

/** What the server and the files know of an unfinished restore. Whatever was made since it began is likely its own. */
export function leftBy(note: Replacement, marked: RestoreMark | undefined, target: RestoreTarget): RestoreMark {
  const { stream, configText: config } = target;
  return { stream, config, aside: note.aside, ...marked, since: note.since };
}

/** The backup that was to replace the stream. Throws `STREAM_NOT_PUT_BACK` where it is not on this machine. */
export const openBackupOf = (note: Replacement): Promise<RestoreSource> => openHere(note, note.backup);

/** The backup of the stream that was to be replaced. Throws `STREAM_NOT_PUT_BACK` where it is not on this machine. */
export const openAsideOf = (note: Replacement): Promise<RestoreSource> => openHere(note, note.aside);

async function openHere(note: Replacement, directory: string): Promise<RestoreSource> {
  if (note.host !== hostname()) throw unfinished(note);
  try {
    return await openRestoreSource(directory);
  } catch {
    throw unfinished(note);
  }
}

/**
 * Whether the stream that has the name now is whole and in use: it has come further than the backup that was to fill it, or
 * messages of it were taken. Throws `STREAM_NOT_PUT_BACK` where it is neither that nor a part that a restore left.
 */
export async function isInService(living: ExactStreamInfo, note: Replacement): Promise<boolean> {
  const source = await openBackupOf(note);
  const { last_seq: last = 0, messages = 0 } = source.metadata.state;
  const { state } = living;
  if (state.last_seq > last || (state.last_seq === last && state.messages < messages)) return true;
  const marked = await new MarkFile(source).read();
  const { name } = source.metadata.config;
  const mark = leftBy(note, marked, { stream: name, config: source.metadata.config, configText: source.configText });
  if (!isPartOf(mark, source.metadata, living)) throw unfinished(note);
  return false;
}
