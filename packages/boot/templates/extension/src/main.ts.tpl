import { createApplication } from '@symphony-ts/extension';
import { {{className}} } from './extension.js';

// The first SIGINT or SIGTERM drains: accepted requests are answered, then the process ends.
const application = await createApplication({{className}});
await application.start();
const failure = await application.stopped();
if (failure) throw failure;
