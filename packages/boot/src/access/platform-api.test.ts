import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatToken } from '@symphony-ts/contract';
import { PlatformApi } from './platform-api.js';

describe('request', () => {
  it('gives all pages of a list', async () => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      const isLast = url.includes('after=b');
      const link = isLast ? {} : { link: '</api/v1/keys?after=b>; rel="next"' };
      response.writeHead(200, link).end(JSON.stringify(isLast ? ['c'] : ['a', 'b']));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      const token = formatToken({ host, keyId: 'K1', secret: 'secret' });
      const api = await PlatformApi.open({ token, address: `http://${host}` }, {});
      expect(await api.request('GET', '/api/v1/keys')).toEqual(['a', 'b', 'c']);
      expect(asked).toEqual(['/api/v1/keys', '/api/v1/keys?after=b']);
    } finally {
      server.close();
    }
  });
});
