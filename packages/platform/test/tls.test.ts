import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';

/** A self-signed certificate that is valid only for the name `localhost`. */
const fixtures = join(__dirname, '..', '..', 'client', 'test', 'fixtures');
const certFile = join(fixtures, 'localhost-cert.pem');
const keyFile = join(fixtures, 'localhost-key.pem');

interface Answer {
  readonly status: number | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
}

const get = (url: string, trusted = certFile): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { ca: readFileSync(trusted), servername: 'localhost', agent: false }, (response) => {
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

  describe('whose files are replaced', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'certificates-'));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));
    const now = () => ({ certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') });
    const become = async (name: string): Promise<void> => {
      await copyFile(join(fixtures, `${name}-cert.pem`), now().certFile);
      await copyFile(join(fixtures, `${name}-key.pem`), now().keyFile);
    };

    it('serves HTTPS with the new one', async () => {
      await become('localhost');
      await using platform = await startPlatform({ tls: now() });
      const ping = `${platform.httpUrl}/api/v1/ping`;
      expect(await get(ping)).toMatchObject({ status: 200 });
      await become('renewed');
      await eventually(async () => expect(await get(ping, now().certFile)).toMatchObject({ status: 200 }));
    });

    it('has its NATS server read the new one, and trusts it', async () => {
      await become('localhost');
      await using platform = await startPlatform({ natsServer: { tls: now() } });
      await become('renewed');
      await eventually(() => expect(platform.natsServer?.logs().join()).toContain('Reloaded: tls = enabled'));
      await platform.natsServer?.restart();
      await eventually(() => platform.keys.create({ name: 'after', kind: 'client' }));
    });
  });
});
