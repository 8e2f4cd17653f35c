import { EventEmitter } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { AnswersUnderWay } from './answers-under-way.js';

const MIB = 2 ** 20;
const reply = () => ({ raw: new ServerResponse(new IncomingMessage(new Socket())) });
const close = (raw: EventEmitter): void => void raw.emit('close');

describe('AnswersUnderWay', () => {
  it('has room for 8 MiB of one caller', () => {
    const answers = new AnswersUnderWay();
    const sent = Array.from({ length: 4 }, reply);
    for (const one of sent) {
      answers.assertRoom('a');
      answers.enter('a', 2 * MIB, one);
    }
    expect(() => answers.assertRoom('a')).toThrow(expect.objectContaining({ code: 'TOO_MANY_REQUESTS' }));
    answers.assertRoom('b');
    const [first] = sent;
    if (first) close(first.raw);
    answers.assertRoom('a');
  });

  it('has room for 64 MiB of all callers', () => {
    const answers = new AnswersUnderWay();
    for (const caller of ['a', 'b', 'c', 'd']) answers.enter(caller, 16 * MIB, reply());
    expect(() => answers.assertRoom('e')).toThrow(expect.objectContaining({ code: 'TOO_MANY_REQUESTS' }));
  });

  describe('that its caller does not read', () => {
    beforeEach(() => void jest.useFakeTimers());
    afterEach(() => void jest.useRealTimers());

    it('ends with the connection after a minute', () => {
      const answers = new AnswersUnderWay();
      const [unread, read] = [reply(), reply()];
      answers.enter('a', MIB, unread);
      answers.enter('a', MIB, read);
      close(read.raw);
      jest.advanceTimersByTime(60_000);
      expect([unread.raw.req.socket.destroyed, read.raw.req.socket.destroyed]).toEqual([true, false]);
    });
  });
});
