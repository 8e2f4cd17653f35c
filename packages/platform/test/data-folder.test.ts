import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, silentLogger } from '@symphony-ts/contract';
import { startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';

describe('a platform whose data folder is taken away', () => {
  it('says so in its log and in its health, goes on, and notices when the folder is back', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'platform-folder-'));
    const logged: string[] = [];
    const note = (text: string): void => void logged.push(text);
    const logger: Logger = { ...silentLogger, info: note, error: note, child: () => logger };
    await using platform = await startPlatform({ dataDir, logger });
    const health = async () => (await fetch(`${platform.httpUrl}/api/v1/health`)).json();
    expect(await health()).toMatchObject({ status: 'healthy' });
    const folder = join(dataDir, 'jetstream');
    await rename(folder, `${folder}-away`);
    await eventually(async () => expect(await health()).toMatchObject({ components: { nats: 'down' } }));
    expect(await health()).not.toMatchObject({ status: 'healthy' });
    expect(logged.filter((text) => text.includes('the data folder was removed'))).toHaveLength(1);
    expect((await fetch(`${platform.httpUrl}/api/v1/ready`)).status).toBe(200);
    await rename(`${folder}-away`, folder);
    await eventually(async () => expect(await health()).toMatchObject({ status: 'healthy' }));
    await platform.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
});
