import type { KeyValueBucket } from '@symphony-ts/storage';
import { z } from 'zod';
import {
  Bucket,
  Capability,
  Endpoint,
  EndpointError,
  type EventMessage,
  Extension,
  ExtensionContext,
  InstanceHandler,
  OnCommand,
  OnRebalance,
  OnStart,
  OnStop,
  Subscribe,
} from '../src/index.js';

export const Part = z.object({ id: z.string().min(1), count: z.number().int() });
export type Part = z.infer<typeof Part>;

/** An extension that uses every mechanism once, for the tests on a real platform. */
@Extension({ prefix: 'inventory', name: 'Inventory', version: '1.2.3', description: 'Parts in stock' })
@Capability('pub', 'extensions.inventory.changed', 'A part changed')
@Capability('pub', 'extensions.inventory.echo', 'An echo of an order')
@Capability('sub', 'extensions.orders.created', 'Orders')
export class Inventory {
  readonly seen: string[] = [];

  constructor(
    @Bucket('inventory_parts', { description: 'Parts', history: 3, schema: Part })
    readonly parts: KeyValueBucket<Part>,
    readonly context: ExtensionContext,
  ) {}

  @Endpoint({ request: Part, response: z.object({ revision: z.number() }) })
  async put(part: Part) {
    const revision = await this.parts.put(`part:${part.id}`, part);
    await this.context.publish('extensions.inventory.changed', part);
    return { revision };
  }

  @Endpoint({ request: z.object({ id: z.string() }), response: Part })
  async take({ id }: { id: string }): Promise<Part> {
    const entry = await this.parts.get(`part:${id}`);
    if (!entry) throw new EndpointError(404, `no part '${id}'`, { id });
    return entry.value;
  }

  @Endpoint({ response: z.array(Part) })
  async all(): Promise<Part[]> {
    return [...(await this.parts.getAll(this.parts.keys())).values()].map((entry) => entry.value);
  }

  @Endpoint({ request: z.object({ ms: z.number() }) })
  async slow({ ms }: { ms: number }) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return { waited: ms };
  }

  @Endpoint({ timeoutMs: 100 })
  hang(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Endpoint()
  broken(): never {
    throw new Error('a secret detail');
  }

  @InstanceHandler('who')
  who() {
    return { id: this.context.instanceId };
  }

  @OnCommand('recount', { schema: z.object({ by: z.number() }) })
  recount({ by }: { by: number }) {
    return { by, on: this.context.instanceId };
  }

  @Subscribe('extensions.orders.created', { schema: z.object({ order: z.string() }) })
  async ordered({ order }: { order: string }, message: EventMessage): Promise<void> {
    this.seen.push(`${message.subject} ${order}`);
    await this.context.publish('extensions.inventory.echo', { order });
  }

  @OnRebalance()
  rebalanced(total: number): void {
    this.seen.push(`rebalance ${total}`);
  }

  @OnStart()
  async started(): Promise<void> {
    this.seen.push('start');
    await this.parts.put('part:first', { id: 'first', count: 1 });
  }

  @OnStop()
  stopped(reason: string): void {
    this.seen.push(`stop ${reason}`);
  }
}
