import { backupPlatform } from './backup-platform.js';
import { restorePlatform } from './restore-platform.js';

describe('a misspelt passphrase', () => {
  const misspelt: object = { passPhrase: 'secret' };
  const code = 'INVALID_CONFIGURATION';

  it('does not make a backup without keys', async () => {
    const options = { directory: 'backup', keysDir: 'operator', natsUrl: 'nats://127.0.0.1', ...misspelt };
    const message = expect.stringContaining(
      "backupPlatform: there is no option 'passPhrase': did you mean 'passphrase'?",
    ) as string;
    await expect(backupPlatform(options)).rejects.toMatchObject({ code, message });
  });

  it('does not begin a restore', async () => {
    const options = { directory: 'backup', dataDir: 'data', ...misspelt };
    const message = expect.stringContaining(
      "restorePlatform: there is no option 'passPhrase': did you mean 'passphrase'?",
    ) as string;
    await expect(restorePlatform(options)).rejects.toMatchObject({ code, message });
  });
});
