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

  it.each([
    ['at another path', '/other', undefined, '404 Not Found'],
    ['to a foreign page', '/nats', 'https://foreign.example', '403 Forbidden'],
    ['to nobody who is signed in', '/nats', undefined, '401 Unauthorized'],
  ])('%s is closed, though its client keeps the other half open', async (_what, path, origin, status) => {
    const { host, hostname, port } = new URL(platform.httpUrl);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.on('error', () => undefined); // the write that fails has it, too
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      `Origin: ${origin ?? platform.httpUrl}`,
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
    await once(socket, 'end');
    expect(answer).toMatch(`HTTP/1.1 ${status}\r\n`);
    await eventually('the platform takes no more', async () => !(await isTaken(socket)));
    socket.destroy();
  });
});
