import { TestExtension } from '@symphony-ts/testing';
import { Replication } from './replication.examples.js';

const state = (status: 'enforcement_ok' | 'enforcement_grace', disabled: readonly string[] = []) => ({
  status,
  message: '',
  disabled_extensions: [...disabled],
  grace_extensions: [],
});

describe('the guide on usage', () => {
  let replication: TestExtension<Replication>;
  beforeEach(async () => {
    replication = await TestExtension.create(Replication);
  });
  afterEach(() => replication.stop());

  it('reports a batch, and tells what applies', async () => {
    const tables = [5e8, 1e9].map((bytes, index) => ({ name: `t${index}`, bytes }));
    expect(await replication.request('replicated', tables)).toMatchObject({ state: 'ok' });
    expect(replication.usage).toMatchObject([{ dimensions: { tables_replicated: 2, bytes_transferred_gb: 1.5 } }]);
  });

  it('pauses where operations must stop, and goes on through grace', async () => {
    await replication.enforce(state('enforcement_ok', ['replication']));
    expect(replication.instance.isPaused).toBe(true);
    await replication.enforce(state('enforcement_grace', ['other']));
    expect(replication.instance.isPaused).toBe(false);
  });
});
