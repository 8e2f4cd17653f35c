import { type ApplicationOptions, createApplication } from '@symphony-ts/extension';
import { Ledger } from './ledger.js';
import { quiet } from './quiet.js';

/** Runs `work` with some instances of the extension that scenarios call. `connecting` returns the options of each connection. */
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
