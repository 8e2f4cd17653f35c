import { isSymphonyError, type Logger, silentLogger, toError } from '@symphony-ts/contract';
import { advisoriesOf } from '@symphony-ts/jetstream-manager';
import { findNatsServer } from '@symphony-ts/nats-server';
import { type PlatformOptions, startPlatform } from '@symphony-ts/platform';
import { join } from './nats-user.js';

const warned: string[] = [];
const logger: Logger = { ...silentLogger, warn: (text) => void warned.push(text) };

async function attempt(options: PlatformOptions): Promise<unknown> {
  try {
    await (await startPlatform({ logger, ...options })).stop();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Whether the tested server lets one account delete things of another. */
async function isVulnerable(): Promise<boolean> {
  const { version } = await findNatsServer();
  return advisoriesOf(version).some(({ id }) => id === 'CVE-2025-30215');
}

describe('a nats-server that does not keep accounts apart', () => {
  it.each([
    ['unless told to go on', { dev: { allowVulnerableServer: false } }],
    ['where HTTP is open to others', { dev: { allowVulnerableServer: true }, http: { host: '0.0.0.0' } }],
    ['where NATS is open to others', { dev: { allowVulnerableServer: true }, natsServer: { host: '0.0.0.0' } }],
  ] satisfies [string, PlatformOptions][])('is refused %s', async (_, options) => {
    const error = await attempt(options);
    expect(isSymphonyError(error, 'VULNERABLE_SERVER')).toBe(await isVulnerable());
    if (error) expect(toError(error).message).toMatch(/CVE-2025-30215.*fixed in 2\.11\.16 and 2\.12\.7/);
  });

  it('is good enough for a development platform that was told to go on, which says so', async () => {
    warned.length = 0;
    expect(await attempt({ dev: { allowVulnerableServer: true } })).toBeUndefined();
    expect(warned.some((line) => line.startsWith('VULNERABLE SERVER'))).toBe(await isVulnerable());
  });
});

describe('what an extension may ask of the JetStream API', () => {
  it('is what concerns its streams and consumers, not the account or the servers', async () => {
    await using platform = await startPlatform();
    const { nc } = await join(platform, 'orders');
    const refused = ['ACCOUNT.PURGE.A', 'ACCOUNT.STREAM.MOVE.A.S', 'META.LEADER.STEPDOWN', 'SERVER.REMOVE'];
    const others = ['STREAM.PEER.REMOVE.S', 'STREAM.LEADER.STEPDOWN.S', 'STREAM.TEMPLATE.CREATE.T'];
    for (const subject of [...refused, ...others]) {
      await expect(nc.request(`$JS.API.${subject}`, '', { timeout: 2_000 })).rejects.toThrow(/permissions violation/i);
    }
    for (const subject of ['INFO', 'STREAM.NAMES', 'STREAM.INFO.S', 'STREAM.MSG.GET.S', 'CONSUMER.NAMES.S']) {
      const reply = await nc.request(`$JS.API.${subject}`, '', { timeout: 5_000 });
      expect(reply.json()).toHaveProperty('type');
    }
    await nc.close();
  });
});
