import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { connectSymphony } from '../src/index.js';
import { openFileStore } from '../src/internal.js';
import { buildChild, type ChildProgram } from './child-program.js';
import { RecordingLogger } from './recording-logger.js';

let platform: Platform;
let program: ChildProgram;
let volume: string;
beforeAll(async () => {
  [platform, program] = await Promise.all([startPlatform(), buildChild('provisioned')]);
});
beforeEach(async () => {
  volume = await mkdtemp(join(tmpdir(), 'container-'));
});
afterEach(() => rm(volume, { recursive: true, force: true }));
afterAll(async () => {
  await program?.[Symbol.asyncDispose]();
  await platform?.stop();
});

const registration = async (): Promise<string> =>
  (await platform.keys.create({ name: 'registration', kind: 'registration', prefix: 'catalog', maxUses: 1 })).token;
const run = async (env: Readonly<Record<string, string>>): Promise<unknown> =>
  program.start({ ADDRESS: platform.httpUrl, ...env }).next();

describe('in a container', () => {
  const connect = async (env: Readonly<Record<string, string>>): Promise<RecordingLogger> => {
    const logger = new RecordingLogger();
    const all = { KUBERNETES_SERVICE_HOST: '10.0.0.1', SYMPHONY_ADDRESS: platform.httpUrl, ...env };
    await using connection = await connectSymphony({
      prefix: 'catalog',
      env: all,
      logger,
      credentialStore: openFileStore(all),
    });
    expect(connection.isConnected).toBe(true);
    return logger;
  };
  const warnings = ({ lines }: RecordingLogger) => lines.filter(({ level }) => level === 'warn');

  it('[auth.container-env] a token in the environment needs no store, and nothing is written', async () => {
    const { token } = await platform.keys.create({ name: 'injected', kind: 'extension', prefix: 'catalog' });
    const logger = await connect({ SYMPHONY_TOKEN: token, XDG_CONFIG_HOME: volume });
    expect(warnings(logger)).toEqual([]);
    expect(await readdir(volume)).toEqual([]);
    const file = join(volume, 'no-folder');
    await writeFile(file, '');
    await connect({ SYMPHONY_TOKEN: token, XDG_CONFIG_HOME: file });
  });

  it('[auth.container] a stored token is said to be lost with the container', async () => {
    const logger = await connect({ REGISTRATION_TOKEN: await registration(), XDG_CONFIG_HOME: volume });
    expect(warnings(logger)).toContainEqual(
      expect.objectContaining({ container: 'Kubernetes', message: expect.stringContaining('on a volume') }),
    );
  });

  it.each([
    ['XDG_CONFIG_HOME', 'cirata'],
    ['HOME', '.config/cirata'],
  ])('[auth.container-volume] a volume at %s keeps the token over restarts', async (variable, folder) => {
    const first = await run({ [variable]: volume, REGISTRATION_TOKEN: await registration() });
    expect(first).toMatch(/^[A-Z0-9]{20}$/);
    expect(await readdir(join(volume, folder, 'credentials'))).toEqual(['ext-catalog.json']);
    expect(await run({ [variable]: volume })).toBe(first);
    await rm(join(volume, folder), { recursive: true });
    expect(await run({ [variable]: volume })).toContain('[NO_TOKEN]');
  });
});
