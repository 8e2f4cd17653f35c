import { limits } from '@symphony-ts/contract';
import { readOwnStatus } from './own-status.js';

const time = '2026-01-01T00:00:00.000Z';
const entry = { prefix: 'orders', instanceId: 'i', name: 'Orders', version: '1.0.0', status: 'ok' };
const told = (part: object, key = 'orders.i', room = 0) => ({
  prefix: 'orders',
  key,
  data: Buffer.from(JSON.stringify({ ...entry, started: time, timestamp: time, ...part }) + ' '.repeat(room)),
});
const bytes = told({}).data.length;

describe('readOwnStatus', () => {
  it.each([
    ['an entry', told({})],
    ['the largest there may be', told({}, 'orders.i', limits.statusBytes - bytes)],
  ])('reads %s', (_what, given) => {
    expect(readOwnStatus(given)).toMatchObject(entry);
  });

  it.each([
    ['a larger one', told({}, 'orders.i', limits.statusBytes - bytes + 1)],
    ['one that says it is of another extension', told({ prefix: 'catalog' })],
    ['a key of another extension', told({}, 'catalog.i')],
    ['a key of another instance', told({}, 'orders.j')],
    ['a key of more parts', told({}, 'orders.i.more')],
    ['a status that there is not', told({ status: 'fine' })],
    ['what is no JSON', { ...told({}), data: Buffer.from('{') }],
    ['nothing', { ...told({}), data: new Uint8Array() }],
  ])('passes over %s', (_what, given) => {
    expect(readOwnStatus(given)).toBeUndefined();
  });
});
