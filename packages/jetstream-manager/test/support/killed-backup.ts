import { spawn } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { restoreStream, verifyBackup } from '../../src/index.js';
import { failureOf } from './failure-of.js';
import type { Fixture } from './fixture.js';
import type { Random } from './random.js';

/** A backup of a stream by the command line, killed at a random message. */
export interface KilledBackup {
  readonly fixture: Fixture;
  readonly random: Random;
  readonly stream: string;
  /** An earlier backup of the stream. */
  readonly directory: string;
}

/**
 * Kills `jsm backup`, and then runs it again. A killed backup must be complete or known as incomplete. If it replaces an
 * earlier one, there must be a complete one at each moment. The second backup is restored over the stream.
 */
export async function killBackup({ fixture, random, stream, directory }: KilledBackup): Promise<void> {
  const again = `${directory}-again`;
  const replaces = random.next() < 0.5;
  if (replaces) await cp(directory, again, { recursive: true });
  const words = ['backup', again, '--stream', stream, '--overwrite'];
  // The requests come first, and then an acknowledgement for each chunk.
  await jsm(fixture, words, 1 + random.below(12));
  const code = await failureOf(verifyBackup(again));
  expect([undefined, ...(replaces ? [] : ['BACKUP_INCOMPLETE'])]).toContain(code);
  expect(await jsm(fixture, words)).toBe(0);
  await verifyBackup(again);
  await restoreStream(fixture.manager, again, { overwrite: true });
  await rm(again, { recursive: true });
}

/** Runs the command line, and kills it at the message with this number. Returns its exit code; `null` if it was killed. */
async function jsm({ nc, server }: Fixture, words: readonly string[], killAt = 0): Promise<number | null> {
  const env = { ...process.env, NATS_URL: server.url };
  const child = spawn(process.execPath, [resolve('packages/jsm/bin/jsm.mjs'), ...words], { env, stdio: 'ignore' });
  let left = killAt;
  const callback = () => {
    left -= 1;
    if (left === 0) child.kill('SIGKILL');
  };
  const watches = ['$JS.API.>', '$JS.SNAPSHOT.ACK.>'].map((subject) => nc.subscribe(subject, { callback }));
  try {
    return await new Promise((done, fail) => child.on('error', fail).on('close', done));
  } finally {
    for (const watch of watches) watch.unsubscribe();
  }
}
