import { type ApplicationOptions, createApplication } from '@symphony-ts/extension';
import { Ledger } from './ledger.js';
import { quiet } from './quiet.js';

/** An instance of the extension that scenarios call, as a separate process. It sends a message when it is up. */
const settings = JSON.parse(process.argv[2] ?? '') as ApplicationOptions;
const application = await createApplication(Ledger, { ...quiet, signals: false, ...settings });
await application.start();
process.send?.('live');
