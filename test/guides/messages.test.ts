import { TestExtension } from '@symphony-ts/testing';
import { Desk, toMemory } from './messages.examples.js';

describe('Desk', () => {
  it('sends a command, and gives its answer', async () => {
    const sent: unknown[] = [];
    const orders = (command: unknown) => ({ seen: sent.push(command) });
    await using desk = await TestExtension.create(Desk, { services: { 'cirata.extensions.orders.commands': orders } });
    expect(await desk.request('reindex', { from: 1 })).toEqual({ seen: 1 });
    expect(sent).toEqual([{ command: 'reindex', payload: { from: 1 } }]);
  });

  it('publishes an event', async () => {
    await using desk = await TestExtension.create(Desk);
    await desk.request('close');
    expect(desk.published).toMatchObject([{ subject: 'extensions.desk.closed', payload: { at: expect.any(String) } }]);
  });

  it('reads request headers, and sets response headers', async () => {
    await using desk = await TestExtension.create(Desk);
    const headers = { 'X-Tenant': 'acme', 'Accept-Language': 'nl' };
    expect(await desk.rest('GET', '/settings', { headers })).toMatchObject({
      status: 200,
      body: { tenant: 'acme', language: 'nl' },
      headers: { etag: '"7"', 'cache-control': 'no-cache' },
    });
    const again = { ...headers, 'If-None-Match': '"7"' };
    expect(await desk.rest('GET', '/settings', { headers: again })).toMatchObject({ status: 304 });
    expect(await desk.rest('GET', '/settings')).toMatchObject({ status: 400 });
  });

  // #region log-test
  it('logs a stuck drawer with its stack', async () => {
    const lines: string[] = [];
    await using desk = await TestExtension.create(Desk, { logger: toMemory(lines) });
    await desk.request('tidy');
    const stuck = lines.map((line) => JSON.parse(line)).find(({ level }) => level === 'warn');
    expect(stuck).toMatchObject({ message: 'a drawer is stuck', extension: 'desk', err: { type: 'RangeError' } });
    expect(stuck.err.stack).toContain('there is no drawer 4');
  });
  // #endregion
});
