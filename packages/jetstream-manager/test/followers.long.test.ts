import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../test/support/eventually.js';
import { backupAccount, backupStream, restoreAccount, restoreStream } from '../src/index.js';
import { type Fixture, publish, startFixture } from './support/fixture.js';

let fixture: Fixture;
let root: string;
beforeEach(async () => {
  fixture = await startFixture();
  root = await mkdtemp(join(tmpdir(), 'followers-'));
});
afterEach(async () => {
  await fixture?.stop();
  await rm(root, { recursive: true, force: true });
});

/** A stream with ten messages, a mirror of it, and a stream that has it as a source and also its own message. */
async function createFollowed(name: string): Promise<void> {
  const { streams } = fixture.manager;
  await streams.create({ name, subjects: [`${name}.*`] });
  await streams.create({ name: `${name}-MIRROR`, mirror: { name } }, {});
  await streams.create({ name: `${name}-TAKES`, subjects: [`${name}-takes`], sources: [{ name }] }, {});
  await publish(fixture, `${name}.a`, 10, 'early');
  await haveCome(name, 10, 10);
  await publish(fixture, `${name}-takes`, 1, 'own');
}

/** Waits long: the server of a follower contacts the restored stream only every ten to twenty seconds. */
const haveCome = (name: string, mirrored: number, taken: number) =>
  eventually(
    `${name}-MIRROR has ${mirrored} messages and ${name}-TAKES ${taken}`,
    async () => {
      const { streams } = fixture.manager;
      expect((await (await streams.load(`${name}-MIRROR`)).state()).messages).toBe(mirrored);
      expect((await (await streams.load(`${name}-TAKES`)).state()).messages).toBe(taken);
    },
    90_000,
  );

async function textsOf(name: string): Promise<readonly (string | undefined)[]> {
  const stream = await fixture.manager.streams.load(name);
  const { last_seq } = await stream.state();
  const messages = await Promise.all(Array.from({ length: last_seq }, (_, index) => stream.message(index + 1)));
  return messages.map((message) => message?.string());
}

const times = (text: string, count: number) => Array<string>(count).fill(text);

describe('streams that take from one that is restored', () => {
  it('get nothing twice, and it is told what they have that the restored one lacks', async () => {
    for (const name of ['SAME', 'BACK']) await createFollowed(name);
    for (const name of ['SAME', 'BACK']) await backupStream(fixture.manager, name, join(root, name));
    await publish(fixture, 'BACK.a', 5, 'later');
    await haveCome('BACK', 15, 16);
    const same = await restoreStream(fixture.manager, join(root, 'SAME'), { overwrite: true });
    await fixture.manager.streams.delete('BACK');
    const back = await restoreStream(fixture.manager, join(root, 'BACK'));
    const isRecent = fixture.isAtLeast('2.15.0');
    // With older servers, followers do not copy again, and they cannot get a start position.
    const startSeq = isRecent ? { startSeq: 11 } : {};
    expect(same.followers).toEqual([
      { stream: 'SAME-MIRROR', kind: 'mirror', lastSeq: 10, isAhead: false },
      { stream: 'SAME-TAKES', kind: 'source', lastSeq: 10, ...startSeq, isAhead: false },
    ]);
    expect(back.followers).toEqual([
      { stream: 'BACK-MIRROR', kind: 'mirror', lastSeq: 15, isAhead: true },
      { stream: 'BACK-TAKES', kind: 'source', lastSeq: 15, ...startSeq, isAhead: true },
    ]);
    for (const name of ['SAME', 'BACK']) await publish(fixture, `${name}.a`, 8, 'new');
    await haveCome('SAME', 18, 19);
    const early = [...times('early', 10), 'own'];
    expect(await textsOf('SAME-TAKES')).toEqual([...early, ...times('new', 8)]);
    // With older servers, followers have skipped the messages with sequences that they had already seen.
    if (!isRecent) return;
    await haveCome('BACK', 18, 24);
    expect(await textsOf('BACK-TAKES')).toEqual([...early, ...times('later', 5), ...times('new', 8)]);
  });

  it('are in the backup of an account as well', async () => {
    await createFollowed('ALL');
    await backupAccount(fixture.manager, root);
    const { streams } = fixture.manager;
    for (const name of ['ALL', 'ALL-MIRROR', 'ALL-TAKES']) await streams.delete(name);
    const { done } = await restoreAccount(fixture.manager, root);
    expect(done.map(({ followers }) => followers?.map(({ stream }) => stream))).toEqual([[], [], []]);
    await publish(fixture, 'ALL.a', 1, 'new');
    await haveCome('ALL', 11, 12);
  });
});
