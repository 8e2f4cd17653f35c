import { type Logger, silentLogger } from '@symphony-ts/contract';
import { StepSequence } from './step-sequence.js';

const never = (): Promise<void> => new Promise(() => undefined);

function setUp() {
  const warned: string[] = [];
  const done: string[] = [];
  const logger: Logger = { ...silentLogger, warn: (text) => void warned.push(text) };
  return { warned, done, sequence: new StepSequence(logger) };
}

describe('StepSequence', () => {
  it('runs steps forward and their ways back in reverse, whatever one of these does', async () => {
    const { sequence, warned, done } = setUp();
    await sequence.forward([
      { name: 'first', up: () => done.push('first up'), down: () => done.push('first down') },
      {
        name: 'second',
        down: () => {
          throw new Error('mine');
        },
      },
      { name: 'third', up: () => Promise.resolve().then(() => done.push('third up')), down: never, limitMs: () => 10 },
      { name: 'fourth', down: () => done.push('fourth down'), needsServer: true },
    ]);
    await sequence.back();
    expect(done).toEqual(['first up', 'third up', 'fourth down', 'first down']);
    expect(warned).toEqual(['stopping: third failed', 'stopping: second failed']);
  });

  it('goes back from the step that failed, without its own way back', async () => {
    const { sequence, done } = setUp();
    const steps = [
      { name: 'first', down: () => done.push('first') },
      { name: 'second', up: () => Promise.reject(new Error('mine')), down: () => done.push('second') },
      { name: 'third', up: () => done.push('third') },
    ];
    await expect(sequence.forward(steps)).rejects.toThrow('mine');
    await sequence.back();
    await sequence.back();
    expect(done).toEqual(['first']);
  });

  it('leaves out what needs a server that is away, and says so once', async () => {
    const { sequence, warned, done } = setUp();
    sequence.connected(() => false);
    await sequence.forward([
      { name: 'cleaning up', down: () => done.push('cleaning up') },
      { name: 'telling the server', down: never, needsServer: true },
      { name: 'telling it again', down: never, needsServer: true },
    ]);
    await sequence.back();
    expect(done).toEqual(['cleaning up']);
    expect(warned).toEqual(['stopped while NATS was away']);
  });

  it('goes on where the server goes away in the middle of a step', async () => {
    const { sequence, warned } = setUp();
    let isConnected = true;
    sequence.connected(() => isConnected);
    const down = (): Promise<void> => {
      isConnected = false;
      return never();
    };
    await sequence.forward([{ name: 'telling the server', down, needsServer: true }]);
    await sequence.back();
    expect(warned).toEqual(['stopped while NATS was away']);
  });
});
