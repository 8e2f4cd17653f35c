import { platformServices } from '@symphony-ts/contract';
import { done, instanceId, join, toldToGo } from './told-to-go.js';

// Sends large requests to the platform.
const MESSAGES = 600;
const nc = await join();
process.send?.('ready');
await toldToGo();
const body = new Uint8Array(100_000);
for (let sent = 0; sent < MESSAGES; sent += 1) {
  nc.publish(platformServices.info, body, { reply: `_INBOX.${instanceId}.flood` });
}
await nc.flush();
done(nc);
