import { type MaybePromise, SymphonyError, toError } from '@symphony-ts/contract';
import type { ProviderModel } from '../model/extension-model.js';

/** Waits for `work`, which code of the author began. `what` names this code. */
export type WaitFor = (work: MaybePromise<unknown>, what: string) => Promise<unknown>;

/**
 * Runs every factory, once for the application, and replaces it by its value. Throws `STARTUP_FAILED` with the name of the
 * provider that failed.
 */
export function settleProviders(
  providers: readonly ProviderModel[],
  waitFor: WaitFor,
): Promise<readonly ProviderModel[]> {
  return Promise.all(
    providers.map(async (provider): Promise<ProviderModel> => {
      if (provider.kind !== 'factory') return provider;
      const { provide, useFactory } = provider;
      const what = `the factory of ${typeof provide === 'symbol' ? provide.description : provide.name}`;
      return { kind: 'value', provide, useValue: await waitFor(made(useFactory, what), what) };
    }),
  );
}

async function made(useFactory: () => unknown, what: string): Promise<unknown> {
  try {
    return await useFactory();
  } catch (error) {
    const cause = toError(error);
    throw new SymphonyError('STARTUP_FAILED', { what, reason: cause.message }, { cause });
  }
}
