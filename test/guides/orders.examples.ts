import { randomUUID } from 'node:crypto';
import { isSymphonyError } from '@symphony-ts/client';
import {
  Bucket,
  Capability,
  Endpoint,
  EndpointError,
  type EndpointRequest,
  Extension,
  ExtensionContext,
  InstanceHandler,
  OnCommand,
  OnRebalance,
  OnStart,
  OnStop,
  Rest,
  type RestRequest,
  RestResponse,
  Subscribe,
} from '@symphony-ts/extension';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { z } from 'zod';

// #region schemas
/** An id is a key of the bucket, so it holds only what a key may hold. */
const Id = z.string().regex(/^[\w-]+$/, 'letters, digits, _ and -');
export const Order = z.object({ id: Id, item: z.string().min(1), count: z.number().int().positive() });
export type Order = z.infer<typeof Order>;
export const NewOrder = Order.omit({ id: true });
export type NewOrder = z.infer<typeof NewOrder>;
export const OrderId = z.object({ id: Id });
export type OrderId = z.infer<typeof OrderId>;
// #endregion

const Stock = z.object({ left: z.number() });

@Extension({ prefix: 'orders', name: 'Orders', version: '1.0.0', description: 'Takes orders' })
@Capability('pub', 'extensions.orders.created', 'An order was taken')
@Capability('pub', 'extensions.stock.take', 'Takes items out of stock')
@Capability('sub', 'extensions.stock.changed', 'What is in stock')
export class Orders {
  #taken = 0;
  #instances = 1;
  readonly stock = new Map<string, number>();

  // #region bucket
  constructor(
    @Bucket('orders', { description: 'Orders', history: 5, schema: Order })
    private readonly orders: KeyValueBucket<Order>,
    private readonly extension: ExtensionContext,
  ) {}
  // #endregion

  // #region endpoint
  @Endpoint({ request: NewOrder, response: Order, description: 'Takes an order' })
  async create(input: NewOrder): Promise<Order> {
    this.#taken += 1;
    const order = { ...input, id: randomUUID() };
    await this.orders.create(order.id, order);
    await this.extension.publish('extensions.orders.created', { id: order.id });
    return order;
  }
  // #endregion

  // #region refuse
  @Endpoint({ request: OrderId, response: Order })
  async get({ id }: OrderId): Promise<Order> {
    const entry = await this.orders.get(id);
    if (!entry) throw new EndpointError(404, `there is no order '${id}'`, { id });
    return entry.value;
  }
  // #endregion

  // #region call
  @Endpoint({ request: OrderId, timeoutMs: 10_000 })
  async ship({ id }: OrderId, request: EndpointRequest): Promise<unknown> {
    const { item, count } = await this.get({ id });
    request.logger.info('shipping', { id });
    return request.client.extension('stock').invoke('take', { item, count });
  }
  // #endregion

  // #region update
  @Endpoint({ request: OrderId, response: Order })
  async addOne({ id }: OrderId): Promise<Order> {
    for (;;) {
      const entry = await this.orders.get(id);
      if (!entry) throw new EndpointError(404, `there is no order '${id}'`);
      const more = { ...entry.value, count: entry.value.count + 1 };
      try {
        await this.orders.update(id, more, entry.revision);
        return more;
      } catch (error) {
        // Somebody was faster: look again at what is there now.
        if (!isSymphonyError(error, 'REVISION_CONFLICT')) throw error;
      }
    }
  }
  // #endregion

  // #region many
  @Endpoint({ request: z.array(Order), response: z.object({ stored: z.number(), failed: z.array(z.string()) }) })
  async load(orders: Order[]) {
    const { succeeded, errors } = await this.orders.putAll(orders.map((order) => [order.id, order] as const));
    return { stored: succeeded, failed: [...errors.keys()] };
  }
  // #endregion

  // #region rest
  @Rest('GET', '/orders/{id}', { params: OrderId, response: Order, summary: 'One order' })
  async read({ params }: RestRequest<{ params: typeof OrderId }>): Promise<Order> {
    return this.get(params);
  }

  @Rest('POST', '/orders', { body: NewOrder, response: Order, status: 201 })
  async take({ body }: RestRequest<{ body: typeof NewOrder }>) {
    const order = await this.create(body);
    return RestResponse.json(order, { status: 201, headers: { location: `/orders/${order.id}` } });
  }
  // #endregion

  // #region events
  @Subscribe('extensions.stock.changed', { schema: z.record(z.string(), z.number()) })
  stockChanged(change: Record<string, number>): void {
    for (const [item, left] of Object.entries(change)) this.stock.set(item, left);
  }
  // #endregion

  // #region command
  @OnCommand('reindex', { schema: z.object({ from: z.number() }) })
  async reindex({ from }: { from: number }): Promise<{ seen: number }> {
    let seen = 0;
    for await (const key of this.orders.keys()) {
      const order = await this.orders.get(key);
      if (order && order.revision >= from) seen += 1;
    }
    return { seen };
  }
  // #endregion

  // #region partition
  @Endpoint({ response: z.array(z.string()) })
  async mine(): Promise<string[]> {
    const mine: string[] = [];
    for await (const id of this.orders.keys()) if (this.extension.partitioner.isMyWork(id)) mine.push(id);
    return mine;
  }

  @OnRebalance()
  rebalanced(totalInstances: number): void {
    this.#instances = totalInstances;
  }
  // #endregion

  // #region instance
  @InstanceHandler('status')
  status() {
    return { taken: this.#taken, instances: this.#instances };
  }
  // #endregion

  // #region lifecycle
  @OnStart()
  async opened(): Promise<void> {
    this.extension.logger.info('open', { replicas: await this.extension.clusterReplicas() });
  }

  @OnStop()
  closed(reason: string): void {
    this.extension.logger.info('closed', { reason, taken: this.#taken });
  }
  // #endregion
}

export const stockService = (request: unknown): z.infer<typeof Stock> => Stock.parse({ left: request ? 41 : 42 });
