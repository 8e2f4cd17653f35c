import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { startPlatform } from '@symphony-ts/platform';

/** Signed by itself, for the name `localhost` alone. */
const fixtures = join(__dirname, '..', '..', 'client', 'test', 'fixtures');
const certFile = join(fixtures, 'localhost-cert.pem');
const keyFile = join(fixtures, 'localhost-key.pem');

interface Answer {
  readonly status: number | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
}

const get = (url: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { ca: readFileSync(certFile), servername: 'localhost' }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, headers: response.headers });
    });
    sent.on('error', reject).end();
  });

describe('a platform with a certificate', () => {
  it('speaks HTTPS, and tells browsers to stay with it', async () => {
    await using platform = await startPlatform({ tls: { certFile, keyFile } });
    expect(platform.httpUrl).toMatch(/^https:/);
    const { status, headers } = await get(`${platform.httpUrl}/api/v1/ping`);
    expect(status).toBe(200);
    expect(headers['strict-transport-security']).toContain('max-age=');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('reaches its own NATS server with it, whatever name it is made out to and whoever signed it', async () => {
    await using platform = await startPlatform({ natsServer: { tls: { certFile, keyFile } } });
    expect(platform.natsUrl).toMatch(/^tls:\/\/127\.0\.0\.1:/);
    expect(await (await fetch(`${platform.httpUrl}/api/v1/health`)).json()).toMatchObject({ status: 'healthy' });
  });
});
