import { isAtLeast, parseServerVersion } from '../connection/server-version.js';
import { ApiError } from '../errors/api-error.js';
import { formatExactJson } from '../json/exact-json.js';
import { isSet } from '../json/is-set.js';
import type { Manager } from '../manager/manager.js';
import type { BackupMetadata, RestoreSource } from './restore-source.js';
import { type RestoreTarget, withConfig } from './restore-target.js';

/** A source that goes on behind its last message in the restored stream. */
export interface ResumedSource {
  /** Name of the stream that is read from. */
  readonly name: string;
  /** The sequence in the source from which on it is read; 0 where no message of it was found: then from its start. */
  readonly startSeq: number;
}

/** A source of a stream, as far as it tells which messages came from it. */
export interface Source {
  readonly name: string;
  readonly filter_subject?: string;
  readonly subject_transforms?: readonly { readonly src?: string; readonly dest?: string }[];
}

const sourceHeader = 'Nats-Stream-Source';
/** Reading one by one from the end, so many messages at a time. */
const readAtOnce = 64;
/** So many messages are looked through for the last one of each source. */
const readAtMost = 100_000;

/**
 * Whether sources are left out of the first configuration and added once it is known where they go on. Servers from 2.15
 * on tell a source by when it was made, so they take a restored one for another stream and read it from its start.
 */
export function needsResuming(serverVersion: string, { config }: RestoreTarget): boolean {
  const isRecent = isAtLeast(parseServerVersion(serverVersion), [2, 15, 0]);
  return isRecent && isSet(config['sources']) && config['sealed'] !== true;
}

/** The target without its sources; with a subject of its own where nothing else feeds it. */
export function withoutSources({ stream, config }: RestoreTarget): RestoreTarget {
  const { sources: _, ...rest } = config;
  return withConfig(stream, isSet(rest['subjects']) ? rest : { ...rest, subjects: [`${stream}.restoring`] });
}

/** Adds the sources to a restored stream, each from behind its last message on. Gives where each of them goes on. */
export async function resumeSources(
  manager: Manager,
  target: RestoreTarget,
  { metadata }: RestoreSource,
): Promise<readonly ResumedSource[]> {
  const sources = target.config['sources'] as readonly Source[];
  const last = await findLast(manager, { stream: target.stream, state: metadata.state }, sources);
  const resumed = sources.map((source, index) => {
    const seq = last[index];
    if (seq === undefined) return source;
    const { opt_start_time: _, ...kept } = source as Source & { opt_start_time?: string };
    return { ...kept, opt_start_seq: seq + 1 };
  });
  const { first_seq: _, ...config } = target.config;
  await manager.context.requestText(`STREAM.UPDATE.${target.stream}`, formatExactJson({ ...config, sources: resumed }));
  return sources.map(({ name }, index) => ({ name, startSeq: (last[index] ?? -1) + 1 }));
}

/** A stream that takes from others. */
interface Sourcing {
  readonly stream: string;
  readonly state: Pick<BackupMetadata['state'], 'first_seq' | 'last_seq'>;
  /** So many of its messages are looked through. */
  readonly atMost?: number;
}

/** The sequence, in each source, of its last message in the stream: read from the end until all are found. */
export async function findLast(
  manager: Manager,
  { stream, state, atMost = readAtMost }: Sourcing,
  sources: readonly Source[],
): Promise<readonly (number | undefined)[]> {
  const found: (number | undefined)[] = sources.map(() => undefined);
  const first = Number(state.first_seq ?? 1);
  let next = Number(state.last_seq ?? 0);
  for (const end = Math.max(first, next - atMost); next >= end && found.includes(undefined); ) {
    const count = Math.min(readAtOnce, next - end + 1);
    const values = await Promise.all(
      Array.from({ length: count }, (_, back) => headerAt(manager, stream, next - back)),
    );
    for (const value of values) noteLast(value, sources, found);
    next -= count;
  }
  return found;
}

function noteLast(value: string, sources: readonly Source[], found: (number | undefined)[]): void {
  const [name = '', sequence = '', filter] = value.split(' ');
  const seq = Number(sequence);
  if (!Number.isSafeInteger(seq) || seq < 1) return;
  const index = sources.findIndex((source) => isFrom(source, name, filter));
  if (index >= 0) found[index] ??= seq;
}

/** The header has the name, with a hash behind a colon for a stream of another account, and the filter where there is one. */
function isFrom(source: Source, name: string, filter: string | undefined): boolean {
  if (name.split(':')[0] !== source.name) return false;
  const wanted = source.filter_subject ?? source.subject_transforms?.map(({ src }) => src ?? '').join('\f');
  return filter === undefined || filter === '>' || !wanted || filter === wanted;
}

async function headerAt({ context }: Manager, stream: string, seq: number): Promise<string> {
  try {
    const reply = await context.requestText(`STREAM.MSG.GET.${stream}`, JSON.stringify({ seq }));
    const { message } = JSON.parse(reply) as { message: { hdrs?: string } };
    const text = Buffer.from(message.hdrs ?? '', 'base64').toString();
    return new RegExp(`^${sourceHeader}: *(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  } catch (error) {
    // A message that was deleted.
    if (error instanceof ApiError && error.code === 'MESSAGE_NOT_FOUND') return '';
    throw error;
  }
}
