// A platform in a separate process, so that only the cost of a request through its gateway is measured.
import { startPlatform } from '@symphony-ts/platform';
import { answerDeeds } from './deeds.mjs';

const platform = await startPlatform({ dev: { grantDeclared: true } });
answerDeeds(
  {
    token: (prefix) => platform.keys.create({ name: prefix, prefix, kind: 'extension' }),
    client: () => platform.keys.create({ name: 'client', kind: 'client' }),
  },
  () => platform.stop(),
);
process.send?.({ httpUrl: platform.httpUrl });
