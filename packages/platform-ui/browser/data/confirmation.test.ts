import { askToConfirm, confirmation } from './confirmation.js';

describe('askToConfirm', () => {
  it.each([true, false])('asks once for all that wait, and tells them the answer %s', async (answer) => {
    const all = [askToConfirm(), askToConfirm()];
    confirmation.get()?.settle(answer);
    expect(await Promise.all(all)).toEqual([answer, answer]);
    expect(confirmation.get()).toBeUndefined();
  });

  it('asks again the next time', async () => {
    const first = askToConfirm();
    confirmation.get()?.settle(true);
    await first;
    const next = askToConfirm();
    confirmation.get()?.settle(false);
    expect(await next).toBe(false);
  });
});
