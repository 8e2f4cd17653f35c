import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headers } from '@nats-io/nats-core';
import { backupStream, createManager, restoreStream } from '../src/index.js';
import { type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';

let fixture: Fixture;
let root: string;
beforeAll(async () => {
  fixture = await startFixture();
  root = await mkdtemp(join(tmpdir(), 'broken-'));
});
afterAll(async () => {
  await fixture?.stop();
  await rm(root, { recursive: true, force: true });
});

const interrupted = (what: RegExp) =>
  expect.objectContaining({ code: 'TRANSFER_INTERRUPTED', message: expect.stringMatching(what) });

const streamInfo = JSON.stringify({ config: { name: 'X', storage: 'file' }, state: { messages: 1, bytes: 100 } });
const identifier = Buffer.from([0xff, 6, 0, 0, ...Buffer.from('S2sTwO')]);

/** Stands in for a server that sends broken snapshots, under its own API prefix. */
async function badSnapshot(send: (inbox: string) => void) {
  const prefix = uniqueName('bad');
  fixture.nc.subscribe(`${prefix}.CONSUMER.LIST.X`, {
    callback: (_, message) => {
      message.respond('{"total":0,"limit":256,"consumers":[]}');
    },
  });
  fixture.nc.subscribe(`${prefix}.STREAM.SNAPSHOT.X`, {
    callback: (_, message) => {
      message.respond(streamInfo);
      send(message.json<{ deliver_subject: string }>().deliver_subject);
    },
  });
  const manager = await createManager(fixture.nc, { apiPrefix: prefix });
  const directory = join(root, prefix);
  return { directory, backup: backupStream(manager, 'X', directory, { silenceMs: 300 }) };
}

const chunk = (inbox: string, data: Uint8Array, index?: number) =>
  fixture.nc.publish(inbox, data, index === undefined ? {} : { reply: `ack.X.id.${data.length}.${index}` });

function end(inbox: string, code?: number, description?: string): void {
  const hdrs = code === undefined ? undefined : headers(code, description);
  fixture.nc.publish(inbox, '', hdrs === undefined ? {} : { headers: hdrs });
}

describe('a backup from a server that', () => {
  it.each<[string, (inbox: string) => void, RegExp]>([
    ['falls silent', (inbox) => chunk(inbox, identifier, 1), /nothing arrived for 300 ms/],
    [
      'leaves a chunk out',
      (inbox) => {
        chunk(inbox, identifier, 1);
        chunk(inbox, identifier, 3);
      },
      /chunk 2 is missing, chunk 3 arrived instead/,
    ],
    ['gives up', (inbox) => end(inbox, 408, 'No Flow Response'), /gave up with 408 No Flow Response/],
  ])('%s is reported, and nothing is taken for a backup', async (_, send, what) => {
    const { directory, backup } = await badSnapshot(send);
    await expect(backup).rejects.toThrow(interrupted(what));
    expect(await readdir(directory)).toEqual(['stream.tar.s2.partial']);
    await expect(restoreStream(fixture.manager, directory)).rejects.toThrow(
      expect.objectContaining({ code: 'BACKUP_INCOMPLETE' }),
    );
  });

  it.each<[string, (inbox: string) => void]>([
    ['ends in the middle of a frame', (inbox) => chunk(inbox, identifier.subarray(0, 5), 1)],
    ['ends without the end of the archive', (inbox) => chunk(inbox, identifier, 1)],
    ['sends something else', (inbox) => chunk(inbox, Buffer.from('something else'), 1)],
  ])('%s is refused as corrupt, although it says that all is well', async (_, send) => {
    const { directory, backup } = await badSnapshot((inbox) => {
      send(inbox);
      end(inbox);
    });
    await expect(backup).rejects.toThrow(expect.objectContaining({ code: 'BACKUP_CORRUPT' }));
    expect(await readdir(directory)).toEqual(['stream.tar.s2.partial']);
  });
});

describe('a restore to a server that', () => {
  it.each<[string, string, string]>([
    ['refuses a chunk in words', "-ERR 'storage failure during restore'", 'TRANSFER_INTERRUPTED'],
    [
      'refuses a chunk with an API error',
      '{"error":{"code":500,"err_code":10047,"description":"no room"}}',
      'API_ERROR',
    ],
  ])('%s is reported', async (_, answer, expected) => {
    const [name, prefix] = [uniqueName('FULL'), uniqueName('bad')];
    await fixture.manager.streams.create({ name, subjects: [name] });
    await publish(fixture, name, 3);
    const directory = join(root, name);
    await backupStream(fixture.manager, name, directory);
    const answers: Readonly<Record<string, string>> = {
      [`${prefix}.STREAM.INFO.${name}`]: '{"error":{"code":404,"err_code":10059,"description":"stream not found"}}',
      [`${prefix}.STREAM.RESTORE.${name}`]: JSON.stringify({ deliver_subject: `${prefix}.CHUNKS` }),
      [`${prefix}.CHUNKS`]: answer,
    };
    fixture.nc.subscribe(`${prefix}.>`, {
      callback: (_, message) => {
        message.respond(answers[message.subject] ?? '');
      },
    });
    const manager = await createManager(fixture.nc, { apiPrefix: prefix });
    await expect(restoreStream(manager, directory)).rejects.toThrow(expect.objectContaining({ code: expected }));
  });
});
