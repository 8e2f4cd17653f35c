import { eventually } from '../../../../test/support/eventually.js';

type Leader = () => Promise<string | undefined>;

/**
 * Makes the leader step down until the wanted server leads, or any other server if none is named. It repeats this,
 * because the same server may win the election, and a request gets no answer while there is no leader.
 */
export async function expectHandOver(read: Leader, stepDown: () => Promise<unknown>, wanted?: string): Promise<void> {
  const before = await read();
  const hasMoved = async () => {
    const now = await read();
    return wanted === undefined ? Boolean(now) && now !== before : now === wanted;
  };
  const failures: unknown[] = [];
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    try {
      await stepDown();
      return await eventually(`another leader than ${before}`, hasMoved, 10_000);
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `${before} leads after all: ${failures.join('; ')}`);
}
