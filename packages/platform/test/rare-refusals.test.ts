import { connect } from 'node:net';
import { headers, httpPaths, platformServices, rights } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { join, manifest } from './nats-user.js';

let platform: Platform;
let admin: string;
beforeAll(async () => {
  platform = await startPlatform();
  const capabilities = { pub: { allow: [rights.keysAdmin, rights.rolesAdmin] }, sub: { allow: [] } };
  admin = (await platform.keys.create({ name: 'admin', kind: 'client', capabilities })).token;
});
afterAll(() => platform.stop());

const remove = (path: string): Promise<Response> =>
  fetch(`${platform.httpUrl}${path}`, { method: 'DELETE', headers: { authorization: `Bearer ${admin}` } });

/** The platform's answer to bytes that no client library sends. */
function send(text: string): Promise<string> {
  const { hostname, port } = new URL(platform.httpUrl);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setEncoding('utf8').on('error', reject);
    socket.on('data', (chunk: string) => {
      answer += chunk;
      if (answer.includes('}')) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
  });
}

describe('a platform', () => {
  it.each([
    ['HTTP/1.1 without a host', 'GET /api/v1/health HTTP/1.1\r\n\r\n', 400, 'it has no Host header'],
    ['two hosts', 'GET /api/v1/health HTTP/1.1\r\nHost: a\r\nHOST: b\r\n\r\n', 400, 'it has more than one Host header'],
    [
      'two authorizations',
      'GET /api/v1/health HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nauthorization: Bearer b\r\n\r\n',
      400,
      'it has more than one Authorization header',
    ],
    [
      'an expectation',
      'POST /api/v1/health HTTP/1.1\r\nHost: h\r\nExpect: cake\r\nContent-Length: 0\r\n\r\n',
      417,
      'an expectation other than 100-continue cannot be met',
    ],
  ])('refuses %s in its own form', async (_what, text, status, words) => {
    const answer = await send(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(words);
    expect(answer).toContain('"code":"INVALID_REQUEST"');
  });

  it('keeps the account of an extension whose keys are live', async () => {
    const { nc } = await join(platform, 'busy');
    await nc.request(platformServices.register, manifest('busy', {}), { timeout: 10_000 });
    const refused = await remove(httpPaths.account.replace('{prefix}', 'busy'));
    expect([refused.status, await refused.json()]).toEqual([409, expect.objectContaining({ code: 'ACCOUNT_IN_USE' })]);
  });

  it('deletes no role that does not exist', async () => {
    const refused = await remove(httpPaths.role.replace('{name}', 'nobody'));
    expect([refused.status, await refused.json()]).toEqual([404, expect.objectContaining({ code: 'ROLE_NOT_FOUND' })]);
  });

  it('names the services that it has to who asks for another', async () => {
    const { nc } = await join(platform, 'curious');
    const answer = await nc.request('cirata.services.nothing', '', { timeout: 10_000 });
    expect(answer.headers?.get(headers.errorCode)).toBe('404');
    expect(answer.json()).toMatchObject({ code: 'SERVICE_NOT_FOUND', error: expect.stringContaining('it has ') });
  });
});
