import { isAtLeast, parseServerVersion } from '../connection/server-version.js';
import { ApiError } from '../errors/api-error.js';
import { formatExactJson } from '../json/exact-json.js';
import { isSet } from '../json/is-set.js';
import type { Manager } from '../manager/manager.js';
import type { BackupMetadata, RestoreSource } from './restore-source.js';
import { type RestoreTarget, withConfig } from './restore-target.js';

/** A source that continues after its last message in the restored stream. */
export interface ResumedSource {
  /** Name of the source stream. */
  readonly name: string;
  /**
   * The sequence in the source from which the stream continues. 0 means its start, because no message of the source was
   * found.
   */
  readonly startSeq: number;
}

/** A source of a stream: the fields that identify the messages of that source. */
export interface Source {
  readonly name: string;
  readonly filter_subject?: string;
  readonly subject_transforms?: readonly { readonly src?: string; readonly dest?: string }[];
}

const sourceHeader = 'Nats-Stream-Source';
/** How many messages are read at the same time, from the end. */
const readAtOnce = 64;
/** How many messages are searched for the last one of each source. */
const readAtMost = 100_000;

/**
 * Whether the sources are omitted from the first configuration and added when their positions are known. Servers from
 * 2.15 on identify a source by its creation time. So they treat a restored stream as a different one and copy it from
 * its start.
 */
export function needsResuming(serverVersion: string, { config }: RestoreTarget): boolean {
  const isRecent = isAtLeast(parseServerVersion(serverVersion), [2, 15, 0]);
  return isRecent && isSet(config['sources']) && config['sealed'] !== true;
}

/** The target without its sources. It gets its own name as subject if nothing else feeds it. */
export function withoutSources({ stream, config }: RestoreTarget): RestoreTarget {
  const { sources: _, ...rest } = config;
  return withConfig(stream, isSet(rest['subjects']) ? rest : { ...rest, subjects: [`${stream}.restoring`] });
}

/** Adds the sources to a restored stream. Each continues after its last message. Returns the position of each. */
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

/** A stream that has sources. */
interface Sourcing {
  readonly stream: string;
  readonly state: Pick<BackupMetadata['state'], 'first_seq' | 'last_seq'>;
  /** How many of its messages are searched. */
  readonly atMost?: number;
}

/** For each source, the sequence of its last message in the stream. Reads from the end until all are found. */
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

/**
 * The header contains the name of the stream, and the filter if there is one. For a stream of another account a hash
 * follows the name after a colon.
 */
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
    // The message was deleted.
    if (error instanceof ApiError && error.code === 'MESSAGE_NOT_FOUND') return '';
    throw error;
  }
}
