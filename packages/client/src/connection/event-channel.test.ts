import { silentLogger } from '@symphony-ts/contract';
import { EventChannel } from './event-channel.js';

const reconnected = { kind: 'reconnected', server: 's' } as const;
const closed = { kind: 'closed' } as const;

describe('EventChannel', () => {
  it('hands events to all listeners, whatever one of them throws', () => {
    const channel = new EventChannel(silentLogger);
    const seen: string[] = [];
    channel.listen(() => {
      throw new Error('mine');
    });
    const stop = channel.listen(({ kind }) => void seen.push(kind));
    channel.emit(reconnected);
    stop();
    channel.emit(reconnected);
    expect(seen).toEqual(['reconnected']);
  });

  it('keeps events for a loop that starts later, and ends it', async () => {
    const channel = new EventChannel(silentLogger);
    const events = channel.iterate();
    channel.emit(reconnected);
    setImmediate(() => channel.emit(closed));
    const seen: string[] = [];
    for await (const { kind } of events) seen.push(kind);
    expect(seen).toEqual(['reconnected', 'closed']);
  });
});
