import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applyAssets,
  applySteps,
  backupAccount,
  backupStream,
  checkAccount,
  checkConnection,
  checkConsumer,
  checkCredential,
  checkKv,
  checkMessage,
  checkRequest,
  checkStream,
  cloneStream,
  createManager,
  drillBackup,
  events,
  exportAssets,
  fetchBackup,
  findGaps,
  folderStore,
  pages,
  planAssets,
  renderCheck,
  restoreAccount,
  restoreStream,
  s3Store,
  storeAccount,
  storeBackup,
} from '../src/index.js';
import { type Fixture, startFixture } from './support/fixture.js';

let fixture: Fixture;
let folder: string;

beforeAll(async () => {
  fixture = await startFixture();
  folder = await mkdtemp(join(tmpdir(), 'options-'));
  await fixture.manager.streams.create({ name: 'ORDERS', subjects: ['orders'] });
});
afterAll(async () => {
  await fixture.stop();
  await rm(folder, { recursive: true });
});

/** An option that the compiler would refuse, as JavaScript or a spread can give it. */
const misspelt = (name: string): object => ({ [name]: 1 });

const keys = { bucket: 'backups', accessKeyId: 'id', secretAccessKey: 'secret' };

/** The call for each function that takes options, with a misspelt one, and the option that was meant. */
const calls: Readonly<Record<string, readonly [meant: string, call: () => unknown]>> = {
  createManager: ['timeoutMs', () => createManager(fixture.nc, misspelt('timeout'))],
  'streams.list': ['subject', () => fixture.manager.streams.list(misspelt('subjects'))],
  'streams.names': ['subject', () => fixture.manager.streams.names(misspelt('subjects'))],
  'streams.query': ['subject', () => fixture.manager.streams.query('not mirror', misspelt('subjects'))],
  nextMessage: [
    'timeoutMs',
    async () => {
      const stream = await fixture.manager.streams.load('ORDERS');
      return (await stream.consumers.create()).nextMessage(misspelt('timeout'));
    },
  ],
  pages: ['pageSize', () => pages(fixture.manager, 'ORDERS', misspelt('pagesize')).next()],
  findGaps: ['onProgress', () => findGaps(fixture.manager, 'ORDERS', misspelt('onprogress')).next()],
  events: ['subjects', () => events(fixture.nc, misspelt('subject'))],
  backupStream: ['overwrite', () => backupStream(fixture.manager, 'ORDERS', folder, misspelt('overwite'))],
  backupAccount: ['subject', () => backupAccount(fixture.manager, folder, misspelt('subjects'))],
  storeBackup: ['keep', () => storeBackup(fixture.manager, 'ORDERS', folderStore(folder), misspelt('keeps'))],
  storeAccount: ['keep', () => storeAccount(fixture.manager, folderStore(folder), misspelt('keeps'))],
  fetchBackup: ['key', () => fetchBackup(folderStore(folder), 'ORDERS/1.tar', folder, misspelt('keys'))],
  s3Store: ['endpoint', () => s3Store({ ...keys, ...misspelt('endPoints') })],
  restoreStream: ['verifyFirst', () => restoreStream(fixture.manager, folder, misspelt('verify'))],
  restoreAccount: ['skipExisting', () => restoreAccount(fixture.manager, folder, misspelt('skipexisting'))],
  cloneStream: ['acceptLoss', () => cloneStream(fixture.manager, 'ORDERS', 'COPY', misspelt('acceptloss'))],
  drillBackup: ['settings', () => drillBackup(fixture.manager, folder, misspelt('setings'))],
  planAssets: ['prune', () => planAssets(fixture.manager, {}, misspelt('prunes'))],
  applyAssets: ['recreate', () => applyAssets(fixture.manager, {}, misspelt('recreates'))],
  applySteps: ['recreate', () => applySteps(fixture.manager, [], misspelt('recreates'))],
  exportAssets: ['stream', () => exportAssets(fixture.manager, misspelt('streams'))],
  checkStream: ['messagesCritical', () => checkStream(fixture.manager, 'ORDERS', misspelt('messageCritical'))],
  checkConsumer: ['pinned', () => checkConsumer(fixture.manager, 'ORDERS', 'c', misspelt('pined'))],
  checkAccount: ['replicas', () => checkAccount(fixture.manager, misspelt('replica'))],
  checkKv: ['values', () => checkKv(fixture.manager, 'prices', misspelt('value'))],
  checkMessage: ['ageSeconds', () => checkMessage(fixture.manager, 'ORDERS', 'orders', misspelt('age'))],
  checkRequest: ['timeoutMs', () => checkRequest(fixture.nc, 'orders', misspelt('timeout'))],
  checkConnection: ['rttSeconds', () => checkConnection(async () => fixture.nc, misspelt('rtt'))],
  checkCredential: ['validity', () => checkCredential(folder, misspelt('validty'))],
  renderCheck: ['namespace', () => renderCheck(emptyCheck, 'text', misspelt('nameSpaces'))],
};

const emptyCheck = { suite: 's', name: 'n', status: 'OK', criticals: [], warnings: [], oks: [], metrics: [] } as const;

describe('options that do not exist', () => {
  it.each(Object.entries(calls))('are refused by %s, which tells the nearest one', async (caller, [meant, call]) => {
    // Some of these functions throw, others reject.
    await expect(Promise.resolve().then(call)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(new RegExp(`${caller}: there is no option '.*': did you mean '${meant}'`)),
    });
  });

  it('are refused before anything is written', async () => {
    expect(await fixture.manager.streams.names()).toEqual(['ORDERS']);
    expect(await readdir(folder)).toEqual([]);
  });
});
