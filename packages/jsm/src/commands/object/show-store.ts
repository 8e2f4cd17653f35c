import { formatExactJson, type Stream } from '@symphony-ts/jetstream-manager';
import { bytes, duration } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { type CommandContext, isJson, withManager } from '../../running/command-context.js';
import { formatFacts } from '../../view/table.js';
import { loadStore } from './open-store.js';

/** Prints the settings and the size of an object store. */
export async function showStore(command: Command, context: CommandContext, bucket: string): Promise<void> {
  printStore(command, context, await withManager(command, context, (manager) => loadStore(manager, bucket)));
}

/** Prints an object store from its stream. */
export function printStore(command: Command, { io }: CommandContext, stream: Stream): void {
  const info = describeStore(stream);
  io.out(isJson(command) ? formatExactJson(info, 2) : formatStore(info));
}

/** An object store, as its stream describes it. */
const describeStore = ({ name, isSealed, isCompressed, lastInfo: { config, state } }: Stream) => ({
  bucket: name.replace(/^OBJ_/, ''),
  stream: name,
  description: config.description,
  bytes: state.bytes,
  ttlNs: config.max_age,
  maxBytes: config.max_bytes,
  storage: config.storage,
  isCompressed,
  isSealed,
  replicas: config.num_replicas,
});

const formatStore = (info: ReturnType<typeof describeStore>): string =>
  formatFacts(`Object store ${info.bucket}`, [
    ['Description', info.description],
    ['Size', bytes(info.bytes)],
    ['Time to live', info.ttlNs === 0 ? 'no limit' : duration(info.ttlNs)],
    ['Maximum size', info.maxBytes < 0 ? 'no limit' : bytes(info.maxBytes)],
    ['Storage', info.storage],
    ['Compressed', info.isCompressed],
    ['Sealed', info.isSealed],
    ['Replicas', info.replicas],
    ['Stream', info.stream],
  ]);
