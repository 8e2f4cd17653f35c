import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@symphony-ts/contract';
import { exchangeToken } from '../src/internal.js';
import { Issuer } from './issuer.js';

/** A proxy that resolves a name of the platform that nobody else resolves. */
class Proxy {
  readonly seen: string[] = [];
  readonly #server: Server;

  private constructor(platform: string) {
    const { port } = new URL(platform);
    this.#server = createServer((incoming, outgoing) => {
      this.seen.push(`${incoming.method} ${incoming.url} ${incoming.headers['proxy-authorization'] ?? ''}`);
      const { pathname } = new URL(incoming.url ?? '');
      const { authorization } = incoming.headers;
      const onward = request({ host: '127.0.0.1', port, path: pathname, headers: { authorization } }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      onward.end();
    });
    this.#server.on('connect', ({ url }, socket) => {
      this.seen.push(`CONNECT ${url}`);
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
  }

  static async start(platform: string): Promise<Proxy> {
    const proxy = new Proxy(platform);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}

describe('the exchange through a proxy', () => {
  let issuer: Issuer;
  let proxy: Proxy;
  beforeAll(async () => {
    issuer = await Issuer.start();
    proxy = await Proxy.start(issuer.address);
  });
  afterAll(async () => {
    await proxy?.stop();
    await issuer?.[Symbol.asyncDispose]();
  });
  const exchange = (baseUrl: string, env: Record<string, string>) =>
    exchangeToken({ token: issuer.issue({ id: 'PROXIED', prefix: 'catalog' }), baseUrl, env, logger: silentLogger });

  it('asks the proxy for a platform without TLS, with the login that the variable has', async () => {
    const env = { HTTP_PROXY: `http://me:secret@${proxy.host}` };
    const { prefix } = await exchange('http://platform.test:8080', env);
    expect(prefix).toBe('catalog');
    const login = Buffer.from('me:secret').toString('base64');
    expect(proxy.seen.at(-1)).toMatch(new RegExp(`^GET http://platform\\.test:8080/\\S+ Basic ${login}$`));
  });

  it('tunnels to a platform with TLS; a refusal names the proxy, and not its password', async () => {
    const failed = exchange('https://platform.test', { https_proxy: `http://me:secret@${proxy.host}` });
    await expect(failed).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
    await expect(failed).rejects.toThrow(`through the proxy http://${proxy.host}`);
    await expect(failed).rejects.not.toThrow('secret');
    expect(proxy.seen.at(-1)).toBe('CONNECT platform.test:443');
  });

  it('goes past it to this machine, and to what NO_PROXY names', async () => {
    const before = proxy.seen.length;
    const env = { HTTP_PROXY: `http://${proxy.host}`, NO_PROXY: '.test' };
    await exchange(issuer.address, env);
    await expect(exchange('http://platform.test:8080', env)).rejects.toThrow('the host name');
    expect(proxy.seen).toHaveLength(before);
  });
});
