import { createManager, isJetStreamManagerError, type Manager } from '../src/index.js';
import { type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';

let fixture: Fixture;
let manager: Manager;
beforeAll(async () => {
  fixture = await startFixture();
  manager = await createManager(fixture.manager.connection, { validate: true });
});
afterAll(() => fixture.stop());

/** Runs `act` and returns the fields that the manager refused; none if it sent the request. */
const refusedFields = async (act: () => Promise<unknown>) => {
  try {
    await act();
    return [];
  } catch (error) {
    if (!isJetStreamManagerError(error, 'INVALID_REQUEST')) throw error;
    return (error.details['problems'] as { field: string }[]).map(({ field }) => field);
  }
};

describe('a manager that validates by the schemas', () => {
  it('sends everything that is in order', async () => {
    const name = uniqueName('VALID');
    const stream = await manager.streams.create({ name, subjects: [`${name}.>`], max_msgs: 100 });
    await publish(fixture, `${name}.a`, 3);
    const consumer = await stream.consumers.create({
      durable_name: 'C',
      deliver_policy: 'by_start_sequence',
      opt_start_seq: 2,
    });
    await consumer.update({ description: 'from the second' });
    await stream.update({ description: 'all in order' });
    await stream.subjects();
    await manager.streams.list({ subject: `${name}.>` });
    await manager.streams.names();
    await stream.consumers.list();
    await stream.consumers.names();
    expect(await consumer.pendingMessages()).toBe(2);
    await stream.deleteMessage(1);
    expect(await stream.purge({ keep: 1 })).toBe(1);
    await stream.delete();
  });

  it('names the fields of what is not, and does not send it', async () => {
    const name = uniqueName('INVALID');
    const create = () => manager.streams.create({ name, subjects: [`${name}.>`], num_replicas: 7, max_age: -1 });
    expect((await refusedFields(create)).sort()).toEqual(['max_age', 'num_replicas']);
    expect(await manager.streams.exists(name)).toBe(false);
  });

  it('names the fields of a consumer as well', async () => {
    const name = uniqueName('CONSUMERS');
    const stream = await manager.streams.create({ name, subjects: [`${name}.>`] });
    const create = () => stream.consumers.create({ durable_name: 'C', deliver_policy: 'by_start_sequence' });
    expect(await refusedFields(create)).toEqual(['config.opt_start_seq']);
  });

  it('lets a pedantic request pass, where servers take such', async () => {
    if (!fixture.isAtLeast('2.11.0')) return;
    const pedantic = await createManager(fixture.manager.connection, { validate: true, pedantic: true });
    const name = uniqueName('PEDANTIC');
    expect(await refusedFields(() => pedantic.streams.create({ name, subjects: [`${name}.>`] }))).toEqual([]);
  });
});
