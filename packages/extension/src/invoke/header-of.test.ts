import { headers as natsHeaders } from '@nats-io/nats-core';
import { headerOf } from './header-of.js';

const lines = (...given: string[]): Buffer => Buffer.from(['NATS/1.0', ...given, '', 'payload'].join('\r\n'));

/** A message as nats.js represents it. */
const raw = (...given: string[]) => {
  const bytes = lines(...given);
  return { subject: 's', data: bytes, _msg: { hdr: bytes.length - 'payload'.length }, _rdata: bytes };
};

describe('headerOf', () => {
  it.each([
    ['a line', raw('a: 1', 'b: 2'), 'b', '2'],
    ['the first of two', raw('a: 1', 'a: 2'), 'a', '1'],
    ['an exact name only', raw('A: 1', 'xa: 2'), 'a', ''],
    ['no value out of another', raw('x: a: 1'), 'a', ''],
    ['an empty value', raw('a:'), 'a', ''],
    ['a value with spaces around it', raw('a:  1 '), 'a', '1'],
    [
      'nothing where there are no headers',
      { subject: 's', data: lines(), _msg: { hdr: -1 }, _rdata: lines('a: 1') },
      'a',
      '',
    ],
  ])('reads %s', (_what, message, name, expected) => {
    expect(headerOf(message, name)).toBe(expected);
  });

  it('reads the bytes of the message that a message of a service holds', () => {
    const message = { subject: 's', data: lines(), msg: raw('a: 1') };
    expect([headerOf(message, 'a'), headerOf(message, 'b')]).toEqual(['1', '']);
  });

  it('asks a message that is not one of nats.js', () => {
    const headers = natsHeaders();
    headers.set('a', '1');
    expect(headerOf({ subject: 's', data: new Uint8Array(), headers }, 'a')).toBe('1');
    expect(headerOf({ subject: 's', data: new Uint8Array() }, 'a')).toBe('');
  });
});
