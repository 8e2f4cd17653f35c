import { TestExtension } from '@symphony-ts/testing';
import { thermometer } from './definition.examples.js';

describe('thermometer', () => {
  // #region test
  it('keeps the latest reading of a room, whatever its name', async () => {
    await using extension = await TestExtension.create(thermometer);
    const reading = { room: 'Café. 2*', celsius: 21 };
    await extension.request('record', reading);
    const path = `/rooms/${encodeURIComponent(reading.room)}`;
    expect(await extension.rest('GET', path)).toMatchObject({ status: 200, body: reading });
    await extension.command('forget', { room: reading.room });
    expect(await extension.rest('GET', path)).toMatchObject({ status: 404 });
  });
  // #endregion
});
