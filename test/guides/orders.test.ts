// #region test
import { TestExtension } from '@symphony-ts/testing';
import { Orders, stockService } from './orders.examples.js';

describe('Orders', () => {
  let orders: TestExtension<Orders>;

  beforeEach(async () => {
    orders = await TestExtension.create(Orders, { services: { 'cirata.extensions.stock.take': stockService } });
  });

  afterEach(() => orders.stop());

  it('takes an order and publishes an event', async () => {
    const order = await orders.request('create', { item: 'Widget', count: 2 });
    expect(order).toMatchObject({ item: 'Widget', count: 2 });
    expect(orders.published).toEqual([{ subject: 'extensions.orders.created', payload: { id: order.id } }]);
  });

  it('refuses what does not fit the schema', async () => {
    await expect(orders.send('create', { item: '', count: 0 })).rejects.toMatchObject({ remoteStatus: 400 });
  });
  // #endregion

  it('answers 400 to an id that cannot be a key', async () => {
    await expect(orders.send('get', { id: 'Ada Lovelace' })).rejects.toMatchObject({ remoteStatus: 400 });
    await expect(orders.send('get', { id: 'Zoë' })).rejects.toMatchObject({ remoteStatus: 400 });
  });

  it('has no order under an unknown id', async () => {
    await expect(orders.request('get', { id: 'none' })).rejects.toMatchObject({
      remoteStatus: 404,
      details: { error: "there is no order 'none'", details: { id: 'none' } },
    });
  });

  it('calls another extension', async () => {
    const { id } = await orders.request('create', { item: 'Widget', count: 1 });
    expect(await orders.request('ship', { id })).toEqual({ left: 41 });
  });

  it('adds one at a time, however many do', async () => {
    const { id } = await orders.request('create', { item: 'Widget', count: 1 });
    await Promise.all(Array.from({ length: 5 }, () => orders.request('addOne', { id })));
    expect(await orders.request('get', { id })).toMatchObject({ count: 6 });
  });

  it('stores many at once', async () => {
    const order = { id: 'a', item: 'Widget', count: 1 };
    expect(await orders.request('load', [order, { ...order, id: 'b' }])).toEqual({ stored: 2, failed: [] });
  });

  // #region test-rest
  it('answers over HTTP', async () => {
    const created = await orders.rest('POST', '/orders', { body: { item: 'Widget', count: 3 } });
    expect(created).toMatchObject({ status: 201, body: { count: 3 } });
    expect(await orders.rest('GET', created.headers['location'] ?? '')).toMatchObject({ status: 200 });
    expect(await orders.rest('GET', '/orders/none')).toMatchObject({ status: 404 });
  });
  // #endregion

  // #region test-messages
  it('follows the stock, and takes commands', async () => {
    await orders.emit('extensions.stock.changed', { Widget: 7 });
    expect(orders.instance.stock.get('Widget')).toBe(7);
    expect(await orders.command('reindex', { from: 1 })).toEqual({ seen: 0 });
  });
  // #endregion

  // #region test-disconnect
  it('keeps an order through an outage, and says when it could not', async () => {
    await orders.disconnect();
    const creating = orders.instance.create({ item: 'Widget', count: 2 });
    await orders.reconnect();
    const { id } = await creating;
    expect(orders.published).toEqual([{ subject: 'extensions.orders.created', payload: { id } }]);

    await orders.disconnect({ keeps: false });
    const refused = orders.instance.create({ item: 'Widget', count: 2 });
    await expect(refused).rejects.toMatchObject({ code: 'DISCONNECTED', isSent: false });
  });
  // #endregion

  // #region test-instances
  it('owns its share of the orders', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `order-${index}`);
    await orders.request(
      'load',
      ids.map((id) => ({ id, item: 'Widget', count: 1 })),
    );
    expect(await orders.request('mine')).toHaveLength(30);
    orders.setInstances(['test-2', 'test-3']);
    const mine = await orders.request('mine');
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.length).toBeLessThan(30);
    expect(await orders.requestInstance('status')).toMatchObject({ instances: 3 });
  });
  // #endregion
});
