import { startPlatform } from '@symphony-ts/platform';
import { ui } from '@symphony-ts/platform-ui';

const platform = await startPlatform({ ui: ui(), dev: { signIn: true } });
console.log(`open ${platform.httpUrl}`);
