import { FloodWatch } from './flood-watch.js';

function setUp() {
  let now = 0;
  const watch = new FloodWatch(() => now);
  const send = (caller: string, times: number, bytes = 10): number => {
    let floods = 0;
    for (let time = 0; time < times; time += 1) floods += watch.note(caller, bytes) ? 1 : 0;
    return floods;
  };
  return { send, pass: (ms: number) => void (now += ms) };
}

describe('FloodWatch', () => {
  it('tells of a caller that sends too many requests, once', () => {
    const { send } = setUp();
    expect(send('a', 1_999)).toBe(0);
    expect(send('b', 1_999)).toBe(0);
    expect(send('a', 1)).toBe(1);
    expect(send('a', 1_999)).toBe(0);
  });

  it('tells of a caller that sends too many bytes', () => {
    const { send } = setUp();
    expect(send('a', 7, 2 ** 20)).toBe(0);
    expect(send('a', 1, 2 ** 20)).toBe(1);
  });

  it('forgets what was sent a second ago', () => {
    const { send, pass } = setUp();
    send('a', 1_999);
    pass(1_000);
    expect(send('a', 1_999)).toBe(0);
  });
});
