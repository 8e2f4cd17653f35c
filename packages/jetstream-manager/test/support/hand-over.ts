import { eventually } from '../../../../test/support/eventually.js';

type Leader = () => Promise<string | undefined>;

/**
 * Steps down until the wanted server leads, any other than before where none is named: an election may be won by the
 * one that has just stepped down, and a request to step down is lost while there is no leader.
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
