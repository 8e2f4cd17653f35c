import { readdirSync } from 'node:fs';
import { silentLogger } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { createApplication } from '../src/index.js';
import { Inventory } from './inventory.js';

const ROUNDS = 50;

/** The resources of a process: timers and sockets by kind, open files, signal listeners. */
const held = (): Record<string, number> => {
  const kinds = process.getActiveResourcesInfo();
  return {
    timers: kinds.filter((kind) => kind === 'Timeout' || kind === 'Immediate').length,
    sockets: kinds.filter((kind) => kind.includes('TCP') || kind.includes('Pipe')).length,
    files: readdirSync('/proc/self/fd').length,
    signals: process.listenerCount('SIGTERM') + process.listenerCount('SIGINT'),
  };
};

const connections = async (platform: Platform): Promise<{ count: number; subscriptions: number }> => {
  const response = await fetch(`${platform.natsServer?.monitoringUrl}/connz`);
  const { connections: all } = (await response.json()) as { connections: { subscriptions: number }[] };
  return { count: all.length, subscriptions: all.reduce((sum, connection) => sum + connection.subscriptions, 0) };
};

describe('starting and stopping', () => {
  it(`${ROUNDS} times leaves nothing behind`, async () => {
    const platform = await startPlatform({ dev: { grantDeclared: true }, natsServer: { monitoring: {} } });
    try {
      const { token } = await platform.keys.create({ kind: 'extension', prefix: 'inventory', name: 'Inventory' });
      const round = async (): Promise<void> => {
        const options = { token, address: platform.httpUrl, logger: silentLogger };
        const application = await createApplication(Inventory, options);
        await application.start();
        await application.stop();
      };
      for (let warm = 0; warm < 3; warm += 1) await round();
      await connections(platform);
      const before = held();
      const onServer = await connections(platform);
      for (let index = 0; index < ROUNDS; index += 1) await round();
      await eventually(async () => JSON.stringify(await connections(platform)) === JSON.stringify(onServer));
      await eventually(() => leaked(before) === undefined).catch(() => undefined);
      expect(leaked(before)).toBeUndefined();
    } finally {
      await platform.stop();
    }
  });
});

/** The resources that were added since `before`. */
function leaked(before: Record<string, number>): string | undefined {
  const more = Object.entries(held()).filter(([kind, count]) => count > (before[kind] ?? 0));
  return more.length === 0 ? undefined : JSON.stringify({ before, more });
}
