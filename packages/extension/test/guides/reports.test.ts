import { TestPlatform } from '@symphony-ts/testing';
import { Reports } from './reports.examples.js';

describe('the guide on object stores', () => {
  // #region test
  it('keeps a report under any name, and gives it back', async () => {
    await using platform = await TestPlatform.start();
    await using reports = await platform.create(Reports);
    const lines = Array.from({ length: 10 }, () => 'x'.repeat(40_000));
    expect(await reports.request('save', { name: 'Zoë, 2026', lines })).toEqual({ bytes: 400_009 });
    const path = `/files/${encodeURIComponent('Zoë, 2026')}`;
    expect(await reports.rest('GET', path)).toMatchObject({ status: 200, body: lines.join('\n') });
    expect(await reports.rest('GET', '/files/none')).toMatchObject({ status: 404 });
  });
  // #endregion
});
