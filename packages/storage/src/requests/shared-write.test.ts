import { setImmediate as nextTurn } from 'node:timers/promises';
import { SharedWrite } from './shared-write.js';

describe('SharedWrite', () => {
  it('sends what several events of one turn ask for together, in order', async () => {
    const sent: string[] = [];
    const stackIsEmpty: string[] = [];
    const shared = new SharedWrite<string>((item) => {
      if (sent.length === 0) queueMicrotask(() => stackIsEmpty.push(sent.join()));
      sent.push(item);
    });
    shared.add('a');
    await Promise.resolve();
    shared.add('b');
    process.nextTick(() => shared.add('c'));
    await Promise.resolve();
    expect(sent).toEqual([]);
    await nextTurn();
    expect(sent).toEqual(['a', 'b', 'c']);
    // When nats.js writes, all messages are there.
    expect(stackIsEmpty).toEqual(['a,b,c']);
  });

  it('leaves what comes while it sends for the next turn', async () => {
    const sent: string[] = [];
    const shared: SharedWrite<string> = new SharedWrite<string>((item) => {
      sent.push(item);
      if (item === 'first') shared.add('second');
    });
    shared.add('first');
    await nextTurn();
    expect(sent).toEqual(['first']);
    await nextTurn();
    expect(sent).toEqual(['first', 'second']);
  });
});
