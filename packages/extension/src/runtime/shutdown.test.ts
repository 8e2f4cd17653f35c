import { silentLogger, type Logger } from '@symphony-ts/contract';
import { Shutdown } from './shutdown.js';

const never = (): Promise<void> => new Promise(() => undefined);

function setUp() {
  const warned: string[] = [];
  const done: string[] = [];
  const logger: Logger = { ...silentLogger, warn: (text) => void warned.push(text) };
  return { warned, done, shutdown: new Shutdown(logger) };
}

describe('Shutdown', () => {
  it('runs its steps in reverse, whatever one of them does', async () => {
    const { shutdown, warned, done } = setUp();
    shutdown.add('first', () => done.push('first'));
    shutdown.add('second', () => {
      throw new Error('mine');
    });
    shutdown.add('third', never, 10);
    shutdown.addRemote('fourth', () => done.push('fourth'));
    await shutdown.run();
    expect(done).toEqual(['fourth', 'first']);
    expect(warned).toEqual(['stopping: third failed', 'stopping: second failed']);
  });

  it('leaves out what needs a server that is away, and says so once', async () => {
    const { shutdown, warned, done } = setUp();
    shutdown.connected(() => false);
    shutdown.addRemote('telling the server', never);
    shutdown.addRemote('telling it again', never);
    shutdown.add('cleaning up', () => done.push('cleaning up'));
    await shutdown.run();
    expect(done).toEqual(['cleaning up']);
    expect(warned).toEqual(['stopped while NATS was away']);
  });

  it('goes on where the server goes away in the middle of a step', async () => {
    const { shutdown, warned } = setUp();
    let isConnected = true;
    shutdown.connected(() => isConnected);
    shutdown.addRemote('telling the server', () => {
      isConnected = false;
      return never();
    });
    await shutdown.run();
    expect(warned).toEqual(['stopped while NATS was away']);
  });
});
