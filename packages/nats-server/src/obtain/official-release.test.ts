import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadOfficialRelease } from '../../obtain/official-release.mjs';

const NAME = 'nats-server-v9.9.9-linux-amd64';

describe('downloadOfficialRelease', () => {
  let folder: string;
  let http: Server;
  let downloads: string;
  let sum: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'official-release-'));
    mkdirSync(join(folder, NAME));
    writeFileSync(join(folder, NAME, 'nats-server'), 'the binary');
    execFileSync('tar', ['-czf', 'archive.tar.gz', NAME], { cwd: folder });
    rmSync(join(folder, NAME), { recursive: true });
    const archive = readFileSync(join(folder, 'archive.tar.gz'));
    sum = createHash('sha256').update(archive).digest('hex');
    http = createServer((request, response) => {
      if (request.url === `/v9.9.9/${NAME}.tar.gz`) response.end(archive);
      else response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await once(http, 'listening');
    downloads = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    http.closeAllConnections();
    http.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const download = (version: string, sha256: Record<string, string>) =>
    downloadOfficialRelease({ release: { version, sha256 }, folder, platform: 'linux', arch: 'x64', downloads });

  it('unpacks an archive whose checksum is the pinned one', async () => {
    const binary = await download('9.9.9', { 'linux-amd64': sum });
    expect(readFileSync(binary, 'utf8')).toBe('the binary');
  });

  it('refuses an archive with another checksum', async () => {
    await expect(download('9.9.9', { 'linux-amd64': '0'.repeat(64) })).rejects.toThrow(
      `has SHA-256 ${sum}, expected 000`,
    );
  });

  it('asks nobody for a platform without a pinned checksum', async () => {
    await expect(download('9.9.9', {})).rejects.toThrow('no checksum is pinned for nats-server 9.9.9 on linux-amd64');
  });

  it('says what the other side answered', async () => {
    await expect(download('9.9.8', { 'linux-amd64': sum })).rejects.toThrow('cannot be reached: HTTP 404');
  });
});
