import { startPlatform } from '@symphony-ts/platform';

await using platform = await startPlatform({ dataDir: './data', dev: { grantDeclared: true } });
const { token } = await platform.keys.create({ name: 'Catalog', prefix: 'catalog', kind: 'extension' });
console.log(`SYMPHONY_ADDRESS=${platform.httpUrl} SYMPHONY_TOKEN=${token}`);
