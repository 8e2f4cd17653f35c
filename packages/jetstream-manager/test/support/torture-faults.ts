import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../../../test/support/eventually.js';
import type { Manager } from '../../src/index.js';
import type { BreakableProxy } from './breakable-proxy.js';
import { failureOf } from './failure-of.js';
import type { Fixture } from './fixture.js';
import type { DiskToFill } from './full-disk.js';
import { killBackup } from './killed-backup.js';
import type { Random } from './random.js';

/** A restore over an existing stream, and the tools for a fault during it. */
export interface Round {
  readonly fixture: Fixture;
  readonly random: Random;
  readonly stream: string;
  readonly directory: string;
  /** The disk under the server; `undefined` if this process may not mount one. */
  readonly disk: DiskToFill | undefined;
  /** Bytes of the backup, and the bytes that the server can store. */
  readonly bytes: number;
  readonly capacity: number;
  readonly proxy: BreakableProxy;
  /** A manager whose connection goes through the proxy. */
  readonly behindProxy: Manager;
  readonly restore: (options?: RestoreAttempt) => Promise<unknown>;
}

/** Options of a restore for a fault. */
export interface RestoreAttempt {
  readonly manager?: Manager;
  readonly signal?: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
}

/** The possible states after a fault. */
export type Aftermath =
  /** The backup was restored. */
  | 'restored'
  /** The existing stream is unchanged. */
  | 'untouched'
  /** Either of the two. */
  | 'either'
  /** Either of the two, no stream, or a part of one. The next restore still has the backup of the existing stream. */
  | 'next';

/** Runs a restore while something goes wrong. */
export type Fault = (round: Round) => Promise<Aftermath>;

const afterFailure = (code: string | undefined): Aftermath => (code === 'STREAM_NOT_PUT_BACK' ? 'next' : 'either');

const answers = (manager: Manager) => eventually('the server answers', () => manager.account.info());

/** All faults, by name. */
export const faults: Readonly<Record<string, Fault>> = {
  nothing: async ({ restore }) => {
    await restore();
    return 'restored';
  },

  abortion: async ({ random, restore, bytes }) => {
    const controller = new AbortController();
    const at = random.below(bytes + 1);
    const code = await failureOf(
      restore({ signal: controller.signal, onBytes: (sent) => void (sent >= at && controller.abort()) }),
    );
    return code === undefined ? 'restored' : 'either';
  },

  'a killed server': async ({ random, restore, fixture }) => {
    const delay = random.below(120);
    const kill = new Promise<void>((resolve, reject) => {
      setTimeout(() => void fixture.server.kill().then(resolve, reject), delay);
    });
    await Promise.all([failureOf(restore()), kill]);
    await fixture.server.restart();
    await answers(fixture.manager);
    return 'next';
  },

  'a connection that is cut and comes back': async ({ random, restore, bytes, proxy, behindProxy }) => {
    // The backup passes up to three times: for the rehearsal, for setting aside, and for the restore. Requests come on top.
    proxy.cutAfter(random.below(2 * bytes + 20_000));
    const code = await failureOf(restore({ manager: behindProxy }));
    proxy.heal();
    await answers(behindProxy);
    return code === undefined ? 'restored' : afterFailure(code);
  },

  'a connection that is cut for good': async ({ random, restore, bytes, proxy, behindProxy }) => {
    proxy.cutAfter(random.below(2 * bytes + 20_000), { forGood: true });
    const code = await failureOf(restore({ manager: behindProxy }));
    proxy.heal();
    await answers(behindProxy);
    return code === undefined ? 'restored' : 'next';
  },

  'a full server': async ({ random, restore, fixture, bytes, capacity }) => {
    const { streams, account } = fixture.manager;
    const filler = await streams.create({ name: 'FILLER', subjects: ['filler'], max_age: 0 }, {});
    const { storage } = await account.info();
    await fill(fixture, capacity - storage - random.below(2 * bytes));
    // Others continue to write, and fill the space that the deleted stream frees.
    const writing = new AbortController();
    const writers = fill(fixture, random.next() < 0.7 ? capacity : 0, writing.signal);
    const code = await failureOf(restore());
    writing.abort();
    await writers;
    await eventually('the filler is gone', () => filler.delete());
    return code === undefined ? 'restored' : afterFailure(code);
  },

  'a full disk': async ({ random, restore, fixture, bytes, disk }) => {
    if (disk === undefined) return 'untouched';
    const room = random.below(2 * bytes);
    const at = random.below(bytes + 1);
    let filled = random.next() < 0.5 ? disk.fill(room) : undefined;
    await filled;
    await failureOf(restore({ onBytes: (sent) => void (sent >= at && (filled ??= disk.fill(room))) }));
    await filled;
    await disk.free();
    // A server without disk space stops JetStream, and some of its streams need a restart.
    await fixture.server.kill();
    await fixture.server.restart();
    await answers(fixture.manager);
    return 'next';
  },

  'a killed backup': async (round) => {
    await killBackup(round);
    return 'untouched';
  },

  'a flipped byte': async ({ random, directory, restore }) => {
    const path = join(directory, 'stream.tar.s2');
    const at = random.below((await stat(path)).size);
    await flip(path, at);
    await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_CORRUPT' });
    await flip(path, at);
    return 'untouched';
  },
};

const piece = 256 * 1024;

/** Stores this many bytes, or as many as the server has space for. */
async function fill(fixture: Fixture, bytes: number, signal = new AbortController().signal): Promise<void> {
  const js = fixture.manager.jetstream.jetstream();
  for (let left = bytes; left > 0; left -= piece) {
    if (signal.aborted) return;
    // A full server refuses the message. It may have space again in a moment.
    await js.publish('filler', Buffer.alloc(Math.min(left, piece))).catch(() => undefined);
  }
}

async function flip(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 0xff;
  await file.write(byte, 0, 1, at);
  await file.close();
}
