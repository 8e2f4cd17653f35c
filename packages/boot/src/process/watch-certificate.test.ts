import { resolve } from 'node:path';
import { checkDates, watchCertificate } from './watch-certificate.js';

const DAY_MS = 86_400_000;
const now = Date.parse('2026-03-01T00:00:00Z');

describe('checkDates', () => {
  it.each([
    [-30, 60, undefined],
    [-30, 14.5, undefined],
    [-30, 13.5, { kind: 'ends soon', text: expect.stringContaining('ends in 13 days, at 2026-03-14T12:00:00.000Z') }],
    [-30, 0.5, { kind: 'ends soon', text: expect.stringContaining('ends in 0 days') }],
    [-30, -1, { kind: 'invalid', text: 'the certificate expired at 2026-02-28T00:00:00.000Z: renew it' }],
    [1, 60, { kind: 'invalid', text: expect.stringContaining('valid from 2026-03-02T00:00:00.000Z: check the clock') }],
  ])('of a certificate from day %d to day %d', (from, until, expected) => {
    expect(checkDates({ from: now + from * DAY_MS, until: now + until * DAY_MS }, now)).toEqual(expected);
  });
});

describe('watchCertificate', () => {
  const over = new AbortController();
  afterAll(() => over.abort());
  const parts = { logger: { warn: () => undefined, error: () => undefined }, signal: over.signal };

  it('refuses a certificate that has expired', async () => {
    const file = resolve(__dirname, '../../test/fixtures/expired-cert.pem');
    await expect(watchCertificate(file, parts)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining(`--tls-cert: ${file}: the certificate expired at 2026-01-31T00:00:00.000Z`),
    });
  });

  it.each(['nowhere.pem', '../../package.json'])('leaves %s to the server, which cannot use it', async (name) => {
    await expect(watchCertificate(resolve(__dirname, name), parts)).resolves.toBeUndefined();
  });
});
