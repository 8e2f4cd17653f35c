import type { Headers } from './requests/header-text.js';
import { decodeChange, operationOf, type StoredMessage } from './stored-message.js';
import { createValueCodec } from './value-codec.js';

const headersOf = (values: Readonly<Record<string, string>>): Headers => ({
  get: (name: string) => values[name] ?? '',
});

describe(operationOf, () => {
  it.each<[string, Readonly<Record<string, string>> | undefined, string]>([
    ['no headers', undefined, 'put'],
    ['headers of others', { 'Nats-Msg-Id': 'x' }, 'put'],
    ['a removal', { 'KV-Operation': 'DEL' }, 'delete'],
    ['a purge', { 'KV-Operation': 'PURGE' }, 'purge'],
    ['a word that nobody knows', { 'KV-Operation': 'PUT' }, 'put'],
    ["the server's mark of a removal", { 'Nats-Marker-Reason': 'Remove' }, 'delete'],
    ["the server's mark of an age", { 'Nats-Marker-Reason': 'MaxAge' }, 'purge'],
    ["the server's mark of a purge", { 'Nats-Marker-Reason': 'Purge' }, 'purge'],
    ['what was written before what was marked', { 'KV-Operation': 'DEL', 'Nats-Marker-Reason': 'MaxAge' }, 'delete'],
  ])('reads %s', (_what, headers, expected) => {
    expect(operationOf(headers && headersOf(headers))).toBe(expected);
  });
});

describe(decodeChange, () => {
  const codec = createValueCodec('items', {});
  const message = (operation: StoredMessage['operation'], text: string): StoredMessage => ({
    key: 'a',
    revision: 7,
    created: new Date(0),
    operation,
    data: new TextEncoder().encode(text),
  });

  it('reads the value of an entry', async () => {
    const created = new Date(0);
    expect(await decodeChange(codec, message('put', '{"n":1}'))).toEqual({
      key: 'a',
      value: { n: 1 },
      revision: 7,
      created,
      operation: 'put',
    });
  });

  it.each(['delete', 'purge'] as const)('reads no value of a %s, whatever it holds', async (operation) => {
    const read = await decodeChange(codec, message(operation, 'no JSON'));
    expect(read).toEqual({ key: 'a', value: undefined, revision: 7, created: new Date(0), operation });
  });

  it('refuses a value that is not JSON', async () => {
    await expect(async () => decodeChange(codec, message('put', '{'))).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  });
});
