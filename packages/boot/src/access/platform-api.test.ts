import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatToken } from '@symphony-ts/contract';
import { PlatformApi } from './platform-api.js';

/** Asks for the keys of a platform that answers as `listener` does. */
async function readKeys(listener: RequestListener): Promise<unknown> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const token = formatToken({ host, keyId: 'K1', secret: 'secret' });
    const api = await PlatformApi.open({ token, address: `http://${host}` }, {});
    return await api.request('GET', '/api/v1/keys');
  } finally {
    server.close();
  }
}

describe('request', () => {
  it('gives all pages of a list', async () => {
    const asked: string[] = [];
    const keys = await readKeys(({ url = '' }, response) => {
      asked.push(url);
      const isLast = url.includes('after=b');
      const link = isLast ? {} : { link: '</api/v1/keys?after=b>; rel="next"' };
      response.writeHead(200, link).end(JSON.stringify(isLast ? ['c'] : ['a', 'b']));
    });
    expect(keys).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual(['/api/v1/keys', '/api/v1/keys?after=b']);
  });

  it('says once that the platform refused the token', async () => {
    const error = 'the platform refused the token: no such API key';
    const refused = readKeys((_request, response) => response.writeHead(401).end(JSON.stringify({ error })));
    await expect(refused).rejects.toMatchObject({
      code: 'AUTHENTICATION_FAILED',
      params: { reason: 'no such API key' },
    });
  });
});
