import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { ui } from '../src/index.js';

/** A self-signed certificate that is valid only for the name `localhost`. */
const fixtures = join(__dirname, '..', '..', 'client', 'test', 'fixtures');
const certFile = join(fixtures, 'localhost-cert.pem');
const keyFile = join(fixtures, 'localhost-key.pem');

interface Answer {
  readonly status: number | undefined;
  readonly cookies: readonly string[];
  readonly policy: string;
  readonly body: string;
}

describe('the shell under TLS', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform({
      ui: ui(),
      tls: { certFile, keyFile },
      dev: { signIn: true, allowVulnerableServer: true },
    });
  });
  afterAll(() => platform?.stop());

  /** A request like those of the shell's own page. */
  const send = (method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const options = {
        method,
        ca: readFileSync(certFile),
        servername: 'localhost',
        headers: { 'x-symphony': '1', 'sec-fetch-site': 'same-origin', ...headers },
      };
      const sent = request(platform.httpUrl + path, options, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => (body += part));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            cookies: response.headers['set-cookie'] ?? [],
            policy: String(response.headers['content-security-policy']),
            body,
          }),
        );
      });
      sent.on('error', reject).end();
    });

  it('keeps the session in a cookie that no other host, path or plain HTTP can set', async () => {
    const { status, cookies } = await send('POST', '/ui/session');
    expect(status).toBe(200);
    expect(cookies).toHaveLength(1);
    const [pair = '', ...attributes] = (cookies[0] ?? '').split('; ');
    expect(pair).toMatch(/^__Host-symphony=./);
    expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'SameSite=Strict', 'Secure']));
    // A browser refuses a cookie of this name with a domain.
    expect(attributes.some((one) => one.startsWith('Domain'))).toBe(false);

    const who = await send('GET', '/api/v1/userinfo', { cookie: pair });
    expect(who.body).toContain('Developer');
    // With TLS, the name of the cookie without TLS has no meaning, whoever has set it.
    const other = pair.replace('__Host-symphony', `symphony_session_${new URL(platform.httpUrl).port}`);
    expect((await send('GET', '/api/v1/userinfo', { cookie: other })).status).toBe(401);
    const { cookies: cleared } = await send('DELETE', '/ui/session', { cookie: pair });
    expect(cleared[0]).toMatch(/^__Host-symphony=;.*Secure/);
    expect((await send('GET', '/api/v1/userinfo', { cookie: pair })).status).toBe(401);
  });

  it('lets its page connect to itself alone, over TLS', async () => {
    const { policy } = await send('GET', '/');
    const { host } = new URL(platform.httpUrl);
    expect(policy).toContain(`connect-src 'self' wss://${host}/nats`);
    expect(policy).not.toMatch(/unsafe|http:/);
  });
});
