import { TestExtension } from '@symphony-ts/testing';
import { Roastery } from './observability.examples.js';

describe('Roastery', () => {
  // #region test
  it('counts what it roasts', async () => {
    await using roastery = await TestExtension.create(Roastery, { observability: true });
    await roastery.request('roast');
    expect(JSON.stringify(await roastery.send('metrics'))).toContain('roastery.roasted');
    expect(JSON.stringify(await roastery.send('traces'))).toContain('heat the drum');
  });
  // #endregion

  it('leaves out the handler that is not traced', async () => {
    await using roastery = await TestExtension.create(Roastery, { observability: true });
    expect(await roastery.request('ready')).toBe(true);
    expect(await roastery.send('traces')).toEqual({ resourceSpans: [] });
  });
});
