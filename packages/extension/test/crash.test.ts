import { SymphonyClient } from '@symphony-ts/client';
import { STATUS_BUCKET } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { openBucket } from '@symphony-ts/storage';
import { eventually } from '../../../test/support/eventually.js';
import { type Child, ChildProgram } from './child-program.js';

describe('a process that an error ends', () => {
  let program: ChildProgram;
  let nats: NatsServer;
  let client: SymphonyClient;
  beforeAll(async () => {
    [program, nats] = await Promise.all([ChildProgram.build('member'), startNatsServer()]);
    client = await SymphonyClient.connect({ nats: { servers: nats.url } });
  });
  afterAll(async () => {
    await client.close();
    await program.remove();
    await nats.stop();
  });

  const start = async (prefix: string, env: Readonly<Record<string, string>> = {}): Promise<Child> => {
    const child = program.start([prefix], { NATS_URL: nats.url, ...env });
    await child.line('live ');
    return child;
  };
  /** The last status of the instance. */
  const lastWords = async (prefix: string): Promise<unknown> => {
    const bucket = await openBucket(client.connection.nc, STATUS_BUCKET);
    const entries = [];
    for await (const key of bucket.keys()) if (key.startsWith(prefix)) entries.push((await bucket.get(key))?.value);
    return entries;
  };

  it('answers what is under way, runs @OnStop and writes its last status, within five seconds', async () => {
    const child = await start('crashing');
    const slow = client.extension('crashing').invoke('slow');
    const hang = client
      .extension('crashing')
      .invoke('hang', {}, { timeoutMs: 20_000 })
      .catch((error: unknown) => error);
    await child.line('slow');
    const at = performance.now();
    const forget = client.extension('crashing').invoke('forget');
    expect(await forget).toEqual({ answered: true });
    expect(await slow).toMatchObject({ aborted: false });
    expect(await hang).toMatchObject({ code: 'REMOTE_ERROR', params: { status: 504 } });
    expect(await child.ended()).toBe(1);
    expect(performance.now() - at).toBeLessThan(15_000); // The call that hangs would last for 20 s.
    const logged = JSON.parse(await child.line('ends the process')) as {
      level: string;
      extension: string;
      err: object;
    };
    expect(logged).toMatchObject({ level: 'error', extension: 'crashing', err: { message: 'nobody waits for this' } });
    await child.line('stopping crashed: nobody waits for this');
    expect(child.errors).toContain('nobody waits for this');
    expect(await lastWords('crashing')).toMatchObject([
      { status: 'disconnected', message: 'crashed: nobody waits for this' },
    ]);
  });

  it('ends at once where the drain is switched off', async () => {
    const child = await start('hard', { CRASH_DRAIN: 'no' });
    const call = client
      .extension('hard')
      .invoke('forget', {}, { timeoutMs: 1_000 })
      .catch((error: unknown) => error);
    expect(await child.ended()).toBe(1);
    expect(child.lines.some((line) => line.includes('stopping'))).toBe(false);
    expect(await call).toMatchObject({ code: 'TIMEOUT' });
    await eventually(() => child.errors.includes('nobody waits for this'));
  });
});
