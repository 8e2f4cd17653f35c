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
  /** The machine that holds the folders. */
  host: z.string(),
  /** The backup that will replace the stream. */
  backup: z.string(),
  /** The backup of the replaced stream. */
  aside: z.string(),
  /** When the replaced stream was created. */
  created: z.string().optional(),
});

/** A running or interrupted replacement of a stream, as the server's note describes it. */
export interface Replacement extends z.infer<typeof NoteSchema> {
  /** Name of the stream. */
  readonly stream: string;
  /** When the replacement began, in the server's time. */
  readonly since: string;
}

const prefix = 'REPLACING_';
const words = 'jsm is replacing a stream. Until that is done its messages are in: ';

/** Name of the empty stream that announces a replacement. */
const noteName = (stream: string): string => `${prefix}${stream}`;

/**
 * Announces on the server that a stream is about to be deleted and created again. The note is an empty stream whose
 * description names the folders with the messages. If the process dies, the note stays. An existing note also stays,
 * because it holds the time of the beginning. If the server refuses the note, for example at its limit of streams,
 * nothing happens: the files hold the same facts.
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

/** The running or interrupted replacement of a stream; `undefined` if there is none or the user cannot see it. */
async function readReplacement(manager: Manager, stream: string): Promise<Replacement | undefined> {
  try {
    const info = await readStreamInfo(manager.context, noteName(stream));
    return info && parseReplacement(info);
  } catch (error) {
    if (unseen.some((code) => isJetStreamManagerError(error, code))) return undefined;
    throw error;
  }
}

/** The errors of a user without access to the note, or of an API that has no such streams. */
const unseen = ['PERMISSION_DENIED', 'TIMEOUT', 'NO_RESPONDERS', 'INVALID_REPLY', 'API_ERROR'] as const;

interface Described {
  readonly config: { readonly name: string; readonly description?: string | undefined };
  readonly created: string;
}

/** The replacement that a stream announces; `undefined` for every other stream. */
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

/**
 * Deletes the note, because the replacement is done or undone. If the server does not answer, the note stays and does
 * no harm.
 */
export async function forgetReplacement(manager: Manager, stream: string): Promise<void> {
  await manager.streams.delete(noteName(stream)).catch(() => undefined);
}

/** The note of a replacement that started to delete the stream and was cut off. `living` is the current stream. */
export async function readUnfinished(
  manager: Manager,
  stream: string,
  living: Pick<ExactStreamInfo, 'created'> | undefined,
): Promise<Replacement | undefined> {
  const note = await readReplacement(manager, stream);
  return note !== undefined && isUnfinished(note, living) ? note : undefined;
}

/** Whether the stream to be replaced has gone: no stream of the name exists, or a different one. */
export const isUnfinished = (note: Replacement, living: Pick<ExactStreamInfo, 'created'> | undefined): boolean =>
  living === undefined || living.created !== note.created;

/** Whether this restore itself was cut off, or its source is the backup that was set aside. */
export function isOwn(note: Replacement, { files }: RestoreSource, marked: RestoreMark | undefined): boolean {
  const isSameFolder = note.host === hostname() && [note.backup, note.aside].includes(files.directory);
  return isSameFolder || marked?.aside === note.aside;
}

/** The error about an unfinished replacement, with the next steps. */
export const unfinished = ({ stream, host, backup, aside }: Replacement): JetStreamManagerError =>
  new JetStreamManagerError(
    'STREAM_NOT_PUT_BACK',
    `the replacement of ${stream} was cut off; on ${host} its messages are in ${aside}, and the backup that was to ` +
      `replace them is in ${backup}; when you need neither, delete the stream ${noteName(stream)}`,
    { details: { stream, host, backup, aside } },
  );

/**
 * The facts about an unfinished restore, from the server and the files. A stream that was created since it began is
 * probably its own.
 */
export function leftBy(note: Replacement, marked: RestoreMark | undefined, target: RestoreTarget): RestoreMark {
  const { stream, configText: config } = target;
  return { stream, config, aside: note.aside, ...marked, since: note.since };
}

/** Opens the backup that was to replace the stream. Throws `STREAM_NOT_PUT_BACK` if it is not on this machine. */
export const openBackupOf = (note: Replacement): Promise<RestoreSource> => openHere(note, note.backup);

/**
 * Opens the backup of the stream that was to be replaced. Throws `STREAM_NOT_PUT_BACK` if it is not on this machine.
 */
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
 * Whether the current stream of the name is complete and in use. It is in use if it has more messages than the backup,
 * or if messages were removed since. Throws `STREAM_NOT_PUT_BACK` if it is neither in use nor a part that a restore
 * left.
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
