import { type ApplicationOptions, createApplication } from '@symphony-ts/extension';
import { Ledger } from './ledger.js';
import { quiet } from './quiet.js';

/** Does `work` while there are instances of the extension that scenarios call; each asks `connecting` how it connects. */
export async function withLedgers<T>(
  count: number,
  connecting: () => Promise<Pick<ApplicationOptions, 'token' | 'address' | 'nats'>>,
  work: () => Promise<T>,
): Promise<T> {
  const stops: (() => Promise<unknown>)[] = [];
  try {
    for (let started = 0; started < count; started += 1) {
      const application = await createApplication(Ledger, { ...quiet, signals: false, ...(await connecting()) });
      stops.push(() => application.stop());
      await application.start();
    }
    return await work();
  } finally {
    for (const stop of stops) await stop();
  }
}
