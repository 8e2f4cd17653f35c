import { isSymphonyError, type SymphonyClient } from '@symphony-ts/client';

export async function findItem(client: SymphonyClient, id: string): Promise<unknown> {
  // #region match
  try {
    return await client.extension('catalog').invoke('get', { id });
  } catch (error) {
    if (isSymphonyError(error, 'NO_RESPONDERS')) return undefined; // the catalog is not running
    if (isSymphonyError(error, 'REMOTE_ERROR') && error.params.status === 404) return undefined;
    throw error;
  }
  // #endregion
}
