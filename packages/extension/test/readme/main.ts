import { createApplication } from '@symphony-ts/extension';
import { Guests } from './guests.js';

const application = await createApplication(Guests); // the token comes from SYMPHONY_TOKEN
await application.start();
await application.stopped();
