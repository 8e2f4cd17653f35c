import { MsgHdrsImpl } from '@nats-io/nats-core';
import { HeaderText } from './header-text.js';

const text = (...lines: readonly string[]): HeaderText => new HeaderText(`${lines.join('\r\n')}\r\n\r\n`);

const blocks: readonly (readonly [string, readonly string[]])[] = [
  ['several', ['NATS/1.0', 'First: 1', 'Second: two', 'Third:3']],
  ['one twice', ['NATS/1.0', 'First: 1', 'First: 2']],
  ['one without a value', ['NATS/1.0', 'First:', 'Second: 2']],
  ['names that begin alike', ['NATS/1.0', 'First-Of-All: 0', 'First: 1']],
  ['a name that stands in a value', ['NATS/1.0', 'Second: First: 0', 'First: 1']],
  ['values in spaces', ['NATS/1.0', 'First:   1  ']],
  ['values beyond ASCII', ['NATS/1.0', 'First: größer']],
  ['a status', ['NATS/1.0 404 Message Not Found', 'First: 1']],
  ['none', ['NATS/1.0']],
];

describe('HeaderText', () => {
  it.each(blocks)('reads %s as nats.js does', (_what, lines) => {
    const decoded = MsgHdrsImpl.decode(new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`));
    const names = ['First', 'Second', 'Third', 'first', 'First-Of-All', ''];
    const read = text(...lines);
    expect(names.map((name) => read.get(name))).toEqual(names.map((name) => decoded.get(name)));
    expect(names.map((name) => read.last(name))).toEqual(names.map((name) => decoded.last(name)));
    expect(read.hasStatus).toBe(decoded.code !== 0);
  });

  it('is not there for a message without headers, and for one that is not of nats.js', () => {
    const message = { _msg: { hdr: -1 }, _rdata: new Uint8Array(2) };
    expect([HeaderText.of(message), HeaderText.of({})]).toEqual([undefined, undefined]);
  });

  it('is that of the message which a delivered one holds', () => {
    const bytes = new TextEncoder().encode('NATS/1.0\r\nFirst: 1\r\n\r\npayload');
    const msg = { _msg: { hdr: bytes.length - 'payload'.length }, _rdata: bytes };
    expect([HeaderText.of(msg)?.get('First'), HeaderText.of({ msg })?.get('First')]).toEqual(['1', '1']);
  });
});
