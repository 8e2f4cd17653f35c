import { isSymphonyError, type Logger, silentLogger } from '@symphony-ts/contract';
import { ServerReleases } from './server-releases.js';

function judge(version: string, isVulnerableAllowed = false): { readonly error: unknown; readonly warned: string[] } {
  const warned: string[] = [];
  const logger: Logger = { ...silentLogger, warn: (text) => void warned.push(text) };
  const releases = new ServerReleases({ isVulnerableAllowed, logger });
  try {
    for (let time = 0; time < 2; time += 1) releases.assertSafe('nats://127.0.0.1:4222', version);
    return { error: undefined, warned };
  } catch (error) {
    return { error, warned };
  }
}

describe('ServerReleases', () => {
  it.each(['2.9.10', '2.10.26', '2.10.29', '2.11.0', '2.11.15', '2.12.6', '2.13.0', 'unknown'])(
    'refuses %s',
    (version) => {
      const { error } = judge(version);
      expect(isSymphonyError(error, 'VULNERABLE_SERVER')).toBe(true);
      expect(String(error)).toMatch(/fixed in 2\.11\.16 and 2\.12\.7/);
    },
  );

  it('names the hole and what it means', () => {
    expect(String(judge('2.9.10').error)).toMatch(
      /CVE-2025-30215 \(a user of one account deletes the streams of another/,
    );
  });

  it.each(['2.11.16', '2.12.7', '2.14.1'])('takes %s, and tells once of what else was published', (version) => {
    expect(judge(version)).toEqual({ error: undefined, warned: ['the release of nats-server has published holes'] });
  });

  it.each(['2.12.12', '2.14.3', '2.15.1'])('takes %s without a word', (version) => {
    expect(judge(version)).toEqual({ error: undefined, warned: [] });
  });

  it('goes on with 2.9.10 where that is allowed, and says so once', () => {
    const { error, warned } = judge('2.9.10', true);
    expect([error, warned.filter((line) => line.startsWith('VULNERABLE SERVER'))]).toEqual([
      undefined,
      [expect.stringContaining('NOT kept apart')],
    ]);
  });
});
