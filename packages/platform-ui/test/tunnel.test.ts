import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { ui } from '../src/index.js';

/** Whether the other side takes another byte. */
const isTaken = (socket: Socket): Promise<boolean> =>
  new Promise((resolve) => socket.write('x', (error) => resolve(!error)));

describe('a WebSocket that is refused', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform({ ui: ui(), dev: { signIn: true, allowVulnerableServer: true } });
  });
  afterAll(() => platform?.stop());

  function dial(): Socket {
    const { hostname, port } = new URL(platform.httpUrl);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    return socket.on('error', () => undefined); // the write that fails has it, too
  }
  function requestOf(path: string, origin = platform.httpUrl): string {
    const { host } = new URL(platform.httpUrl);
    const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket'];
    return `${[...lines, `Origin: ${origin}`].join('\r\n')}\r\n\r\n`;
  }

  it.each([
    ['at another path', '/other', undefined, '404 Not Found'],
    ['to a foreign page', '/nats', 'https://foreign.example', '403 Forbidden'],
    ['to nobody who is signed in', '/nats', undefined, '401 Unauthorized'],
  ])('%s is closed, though its client keeps the other half open', async (_what, path, origin, status) => {
    const socket = dial();
    socket.write(requestOf(path, origin));
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
    await once(socket, 'end');
    expect(answer).toMatch(`HTTP/1.1 ${status}\r\n`);
    await eventually('the platform takes no more', async () => !(await isTaken(socket)));
    socket.destroy();
  });

  it('does not end the platform when its client resets the connection', async () => {
    for (let time = 0; time < 50; time += 1) {
      const socket = dial();
      await once(socket, 'connect');
      await new Promise((resolve) => socket.write(requestOf('/nats'), resolve));
      socket.resetAndDestroy();
    }
    expect((await fetch(`${platform.httpUrl}/api/v1/ping`)).status).toBe(200);
  });
});
