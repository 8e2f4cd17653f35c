import { rm } from 'node:fs/promises';
import { silentLogger } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import { type Application, createApplication, defineExtension, type WorkPartitioner } from '../src/index.js';
import { type Child, ChildProgram } from './child-program.js';

const PREFIX = 'shares';
const keys = Array.from({ length: 100 }, (_, index) => `key-${index}`);
const member = defineExtension({ prefix: PREFIX, name: 'Member', version: '1.0.0' });

describe('who owns a key', () => {
  let nats: NatsServer;
  let program: ChildProgram;
  const running: Application[] = [];
  beforeAll(async () => {
    [nats, program] = await Promise.all([startNatsServer({ jetstream: {} }), ChildProgram.build('member')]);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((application) => application.stop()));
  });
  afterAll(async () => {
    await program.remove();
    await nats.stop();
  });

  const start = async (): Promise<WorkPartitioner> => {
    const application = await createApplication(member, {
      nats: { servers: nats.url },
      logger: silentLogger,
      signals: false,
    });
    running.push(application);
    await application.start();
    const partitioner = application.extensions[0]?.context.partitioner;
    if (!partitioner) throw new Error('the application has no extension');
    await partitioner.start();
    return partitioner;
  };
  const ownersOf = (key: string, all: readonly WorkPartitioner[]): number =>
    all.filter((partitioner) => partitioner.isMyWork(key)).length;
  const areShared = (all: readonly WorkPartitioner[]): boolean => keys.every((key) => ownersOf(key, all) === 1);

  /** Counts, every few milliseconds, the keys that several instances consider their own. */
  const watchForDoubles = (all: readonly WorkPartitioner[]) => {
    const doubles = new Set<string>();
    let isOver = false;
    const look = (): void => {
      for (const key of keys) if (ownersOf(key, all) > 1) doubles.add(key);
      if (!isOver) setTimeout(look, 2);
    };
    look();
    return {
      end: (): number => {
        isOver = true;
        return doubles.size;
      },
    };
  };
  const child = async (): Promise<{ readonly member: Child; readonly id: string }> => {
    const started = program.start([PREFIX], { NATS_URL: nats.url, LOG_LEVEL: 'silent' });
    return { member: started, id: (await started.line('live ')).slice('live '.length) };
  };

  it('is one of the others within five seconds of a kill', async () => {
    const all = [await start(), await start()];
    const { member: killed, id } = await child();
    await eventually(() => all.every((partitioner) => partitioner.activeInstances().includes(id)));
    expect(areShared(all)).toBe(false);
    const at = performance.now();
    await killed.end('SIGKILL');
    await eventually(() => areShared(all));
    expect(performance.now() - at).toBeLessThan(20_000); // 3 s on an idle machine; 58 s by the heartbeats alone
  });

  it('is never two while instances join and leave', async () => {
    const all = [await start(), await start()];
    await eventually(() => areShared(all));
    const watched = watchForDoubles(all);
    for (let round = 0; round < 3; round += 1) {
      all.push(await start());
      await eventually(() => areShared(all));
    }
    await running.pop()?.stop();
    await eventually(() => areShared(all));
    expect(all[0]?.activeInstances()).toHaveLength(4);
    expect(watched.end()).toBe(0);
  });

  it('is never two though the server comes back with an empty store, and whoever joins then is seen', async () => {
    const all = [await start(), await start()];
    await eventually(() => areShared(all));
    const watched = watchForDoubles(all);
    const killedAt = performance.now();
    for (const { extensions } of running) {
      extensions[0]?.connection.onStatus(({ kind }) => {
        // The instances keep their keys for a moment, which a process that was kept waiting may miss.
        if (kind === 'disconnected' && performance.now() - killedAt < 500) expect(areShared(all)).toBe(true);
      });
    }
    await nats.kill();
    await eventually(() => keys.every((key) => ownersOf(key, all) === 0));
    await rm(nats.storeDir ?? '', { recursive: true });
    await nats.restart();
    await eventually(() => areShared(all));
    all.push(await start());
    await eventually(() => areShared(all) && all.every((partitioner) => partitioner.activeInstances().length === 3));
    expect(watched.end()).toBe(0);
  });

  it('is not one that was paused, until it has asked the others', async () => {
    const partitioner = await start();
    await eventually(() => areShared([partitioner]));
    const blockedFor = performance.now() + 4_000;
    // From inside, a paused process and a blocked event loop look the same.
    while (performance.now() < blockedFor);
    expect(partitioner.isMyWork('key-1')).toBe(false);
    await eventually(() => areShared([partitioner]));
  });
});
