import { isSymphonyError, SymphonyClient } from '@symphony-ts/client';

await using client = await SymphonyClient.connect(); // the token comes from SYMPHONY_TOKEN
console.log(await client.info(), await client.extensions());

try {
  const item = await client.extension('catalog').invoke('add', { name: 'Widget' }, { timeoutMs: 2_000 });
  console.log(item);
} catch (error) {
  if (isSymphonyError(error, 'NO_RESPONDERS')) console.log('catalog is not running');
  else throw error;
}
