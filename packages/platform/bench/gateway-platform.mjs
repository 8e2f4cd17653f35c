// A platform in a process of its own, so that what a request through its gateway costs is measured alone.
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
