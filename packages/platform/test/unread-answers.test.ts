import net from 'node:net';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { callWork, clientOf, enrol, mayWork } from './intake/scene.js';

/** Answers of a megabyte: more than a caller has room for, beyond what the buffers of the system take. */
const REQUESTS = 60;

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
}, 60_000);
afterAll(() => platform?.stop());

it('a caller that reads no answers is refused further ones, and others are not', async () => {
  const { nc } = await enrol(platform, 'long');
  const body = new Uint8Array(1_000_000).fill(32);
  nc.subscribe(mayWork('long'), { callback: (_error, message) => void message.respond(body) });
  await nc.flush();
  const deaf = await platform.keys.create(clientOf(mayWork('long')));
  const other = await platform.keys.create(clientOf(mayWork('long')));
  const { hostname, port } = new URL(platform.httpUrl);
  const socket = net.connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.pause();
  const request = `POST /api/v1/services/long/work HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${deaf.token}\r\nContent-Length: 0\r\n\r\n`;
  socket.write(request.repeat(REQUESTS));

  const statusOf = async (token: string): Promise<number> => {
    const answer = await callWork(platform, 'long', token);
    await answer.arrayBuffer();
    return answer.status;
  };
  await eventually(async () => (await statusOf(deaf.token)) === 429);
  expect(await statusOf(other.token)).toBe(200);
  socket.destroy();
  await eventually(async () => (await statusOf(deaf.token)) === 200);
  await nc.close();
}, 60_000);
