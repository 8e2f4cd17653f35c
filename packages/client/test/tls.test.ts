import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatToken } from '@symphony-ts/contract';
import { buildChild, type ChildProgram } from './child-program.js';

/** A self-signed certificate that is valid only for the name `localhost`. */
const certFile = join(__dirname, 'fixtures', 'localhost-cert.pem');
const keyFile = join(__dirname, 'fixtures', 'localhost-key.pem');

let server: Server;
let program: ChildProgram;
let port: number;
beforeAll(async () => {
  program = await buildChild('instance');
  server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (_request, response) => {
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"reached the platform"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await program?.[Symbol.asyncDispose]();
  await new Promise((resolve) => server?.close(resolve));
});

it.each([
  ['passes a name the certificate has and a CA it was told of', 'localhost', certFile, 'reached the platform'],
  ['explains a certificate of an unknown authority', 'localhost', '', 'NODE_EXTRA_CA_CERTS'],
  [
    'explains a certificate for other names',
    '127.0.0.1',
    certFile,
    'valid for DNS:localhost; SYMPHONY_ADDRESS must name one of them',
  ],
])('the HTTPS leg %s', async (_what, host, ca, text) => {
  const child = program.start({
    SYMPHONY_TOKEN: formatToken({ host: `127.0.0.1:${port}`, keyId: 'K', secret: 's' }),
    ADDRESS: `https://${host}:${port}`,
    FOLDER: join(tmpdir(), 'no-such-folder'),
    ...(ca === '' ? {} : { NODE_EXTRA_CA_CERTS: ca }),
  });
  await expect(child.next()).resolves.toContain(text);
  await expect(child.ended).resolves.toBe(1);
});
