import { type LiveExtension, TestPlatform } from '@symphony-ts/testing';
import { eventually } from '../../../../test/support/eventually.js';
import {
  Endpoint,
  Extension,
  ExtensionContext,
  InstanceHandler,
  OnRebalance,
  WorkPartitioner,
} from '../../src/index.js';
import { type Child, ChildProgram } from '../child-program.js';

const PREFIX = 'crew';
const timing = { heartbeatMs: 200, livenessMs: 2_000 };

@Extension({ prefix: PREFIX, name: 'Crew', version: '1.0.0' })
class Crew {
  readonly totals: [total: number, mine: number][] = [];

  constructor(
    readonly context: ExtensionContext,
    readonly partitioner: WorkPartitioner,
  ) {}

  @Endpoint()
  who() {
    return { id: this.context.instanceId };
  }

  @InstanceHandler('local-status')
  status() {
    return { instance_id: this.context.instanceId, work_items: this.partitioner.myItemCount };
  }

  @OnRebalance()
  rebalanced(total: number, mine: number): void {
    this.totals.push([total, mine]);
  }
}

const keys = Array.from({ length: 200 }, (_, index) => `job-${index}`);

describe('several instances', () => {
  let platform: TestPlatform;
  let program: ChildProgram;
  let extension: LiveExtension<Crew>;
  let other: LiveExtension<Crew>;
  const both = () => [extension, other];
  const see = (total: number) =>
    eventually(() => both().every(({ instance }) => instance.partitioner.activeInstances().length === total));

  beforeAll(async () => {
    [platform, program] = await Promise.all([TestPlatform.start(), ChildProgram.build('member')]);
    extension = await platform.create(Crew, { application: timing });
    other = await platform.create(Crew, { application: timing });
  });
  afterAll(async () => {
    await platform.stop();
    await program.remove();
  });

  it('[instances.id] [instances.id.stable] have an id each, that of their key', async () => {
    expect(extension.instanceId).not.toBe(other.instanceId);
    expect(extension.context.instanceId).toMatch(/^[A-Z0-9]+$/);
    expect(platform.platform.keys.list().map(({ id }) => id)).toEqual(
      expect.arrayContaining([extension.instanceId, other.instanceId]),
    );
  });

  it('[instances.balance] share the requests', async () => {
    const replies = await Promise.all(Array.from({ length: 60 }, () => extension.request('who')));
    expect(new Set(replies.map(({ id }) => id))).toEqual(new Set([extension.instanceId, other.instanceId]));
  });

  it('[instances.handler] [instances.subject] are asked one by one over NATS', async () => {
    for (const { instanceId } of both()) {
      const subject = `cirata.extensions.${PREFIX}.instance.${instanceId}.local-status`;
      expect(await extension.client.request(subject)).toMatchObject({ instance_id: instanceId });
    }
  });

  it('[instances.handler.http] are asked one by one over HTTP', async () => {
    const { token } = await platform.gateway(PREFIX);
    const ask = (instance: string): Promise<Response> =>
      fetch(`${platform.platform.httpUrl}/api/v1/services/${PREFIX}/local-status?instance=${instance}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
    for (const { instanceId } of both()) {
      expect(await (await ask(instanceId)).json()).toMatchObject({ instance_id: instanceId });
    }
    expect((await ask('NOBODY')).status).toBe(404);
  });

  it('[instances.handler.added] take handlers while they run', async () => {
    const added = await extension.context.addInstanceHandler('ping', () => 'pong');
    expect(await extension.requestInstance('ping')).toBe('pong');
    await expect(other.requestInstance('ping')).rejects.toMatchObject({ remoteStatus: 404 });
    await added[Symbol.asyncDispose]();
    await expect(extension.requestInstance('ping')).rejects.toMatchObject({ remoteStatus: 404 });
  });

  it('[partitioner.is-my-work] [partitioner.active] [partitioner.enable] own each key once between them', async () => {
    await see(2);
    expect(extension.instance.partitioner.activeInstances()).toEqual([extension.instanceId, other.instanceId].sort());
    for (const key of keys) expect(both().filter(({ instance }) => instance.partitioner.isMyWork(key))).toHaveLength(1);
  });

  it('[partitioner.item-count] count the keys they own of those they were asked about', () => {
    const counts = both().map(({ instance }) => instance.partitioner.myItemCount);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(keys.length);
    expect(Math.min(...counts)).toBeGreaterThan(keys.length / 5);
  });

  const member = async (): Promise<{ readonly child: Child; readonly id: string }> => {
    const { token } = await platform.platform.keys.create({ kind: 'extension', prefix: PREFIX, name: 'member' });
    const env = { SYMPHONY_TOKEN: token, SYMPHONY_ADDRESS: platform.platform.httpUrl, LOG_LEVEL: 'silent' };
    const child = program.start([PREFIX, String(timing.heartbeatMs), String(timing.livenessMs)], env);
    const id = (await child.line('live ')).slice('live '.length);
    return { child, id };
  };

  it('[partitioner.rebalance] [partitioner.direct] [partitioner.watch] notice who joins and who leaves in good order', async () => {
    const { child, id } = await member();
    await child.line('rebalance 3');
    await see(3);
    for (const { instance } of both()) expect(instance.partitioner.activeInstances()).toContain(id);
    expect(extension.instance.totals.at(-1)).toEqual([3, expect.any(Number)]);
    expect(await child.end('SIGTERM')).toBe(0);
    await see(2);
    expect(extension.instance.totals.at(-1)?.[0]).toBe(2);
  });

  it('[partitioner.recheck] notice who was killed, and share its work again', async () => {
    const { child, id } = await member();
    await see(3);
    const lost = keys.filter((key) => !both().some(({ instance }) => instance.partitioner.isMyWork(key)));
    expect(lost.length).toBeGreaterThan(0);
    expect(await child.end('SIGKILL')).toBe('SIGKILL');
    await see(2);
    expect(extension.instance.partitioner.activeInstances()).not.toContain(id);
    for (const key of lost) expect(both().filter(({ instance }) => instance.partitioner.isMyWork(key))).toHaveLength(1);
  });

  it('[lifecycle.signals] [lifecycle.drain] [lifecycle.disconnect] answer what they accepted before a signal ends them', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { child, id } = await member();
      const subject = `cirata.extensions.${PREFIX}.instance.${id}.slow`;
      const answer = extension.client.request(subject);
      await child.line('slow');
      expect(await child.end(signal)).toBe(0);
      expect(await answer).toEqual({ by: id, aborted: false });
      expect(child.lines.slice(-2)).toEqual([`stopping ${signal}`, 'stopped']);
      await eventually(() => !liveIds().includes(id));
    }
  });

  const liveIds = (): string[] =>
    (platform.platform.registry.list().find(({ prefix }) => prefix === PREFIX)?.instances ?? []).map(
      ({ instanceId }) => instanceId,
    );
});
