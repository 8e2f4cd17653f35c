import { inspect } from 'node:util';
import type { Caller } from './caller.js';
import { EndpointDirectory } from './endpoint-directory.js';
import { createExtensionCalls } from './extension-calls.js';
import { defineContract } from './extension-contract.js';

const sent: string[] = [];
const caller: Caller = {
  request: (subject) => {
    sent.push(subject);
    return Promise.reject(new Error(`sent to ${subject}`));
  },
  publish: () => Promise.resolve(),
  within: () => caller,
};
const calls = createExtensionCalls(caller, () => new EndpointDirectory(() => Promise.resolve({})));
const contract = defineContract('stock', { take: {}, toJSON: {} });

beforeEach(() => {
  sent.length = 0;
});

describe.each([
  ['by prefix', calls.extension('stock')],
  ['of an instance', calls.extension('stock').instance('a')],
  ['by contract', calls.extension(defineContract('stock', { take: {} }))],
])('a handle %s', (_how, handle) => {
  it.each([
    ['as JSON', () => JSON.stringify({ handle })],
    ['in a text', () => String(handle)],
    ['for people', () => inspect(handle)],
    ['spread', () => ({ ...handle })],
    ['compared', () => expect(handle).not.toEqual({ other: 1 })],
    ['to be equal', () => expect({ handle }).toEqual({ handle })],
    ['awaited', async () => await handle],
    ['as a primitive', () => String(handle) + Number(handle)],
  ])('sends nothing %s', async (_what, look) => {
    await look();
    expect(sent).toEqual([]);
  });
});

describe('createExtensionCalls', () => {
  it('says what a handle is', () => {
    expect(JSON.stringify(calls.extension('stock').instance('a'))).toBe('{"extension":"stock","instance":"a"}');
    expect(String(calls.extension('stock'))).toBe('extension stock');
  });

  it('sends what is declared, whatever its name', async () => {
    await expect(calls.extension(contract).toJSON()).rejects.toThrow('sent to cirata.extensions.stock.toJSON');
  });

  it.each(['a b', 'a.*', '>', ''])('refuses the endpoint %j', async (name) => {
    await expect(calls.extension('stock').invoke(name)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
    expect(sent).toEqual([]);
  });
});
