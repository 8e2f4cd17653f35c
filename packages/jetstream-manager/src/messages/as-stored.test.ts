import type { StoredMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/nats-core';
import { asStored } from './as-stored.js';

const message = (fields: readonly (readonly [string, string])[]): StoredMsg => {
  const header = headers();
  for (const [name, value] of fields) header.append(name, value);
  const time = new Date(0);
  return {
    subject: 'a',
    seq: 7,
    header,
    data: new Uint8Array(),
    time,
    timestamp: '',
    lastSequence: 0,
    pending: 0,
    json: () => ({}) as never,
    string: () => '',
  };
};

describe('asStored', () => {
  it.each<[string, readonly (readonly [string, string])[], object]>([
    [
      'what the server has added',
      [
        ['Nats-Stream', 'S'],
        ['Nats-Sequence', '7'],
        ['Nats-Num-Pending', '0'],
      ],
      {},
    ],
    [
      'nothing else',
      [
        ['kind', 'x'],
        ['Nats-Msg-Id', '1'],
        ['Nats-Sequence', '7'],
      ],
      { kind: ['x'], 'Nats-Msg-Id': ['1'] },
    ],
    [
      'nothing of a copy that was stored with such headers',
      [
        ['Nats-Sequence', '3'],
        ['Nats-Sequence', '7'],
      ],
      { 'Nats-Sequence': ['3'] },
    ],
  ])('leaves out %s', (_what, fields, kept) => {
    expect(Object.fromEntries(asStored(message(fields)).header)).toEqual(kept);
  });
});
