import { createApplication } from '@symphony-ts/extension';
import { App } from '../../../examples/catalog/src/app.js';

// #region switch-on
const application = await createApplication(App, { observability: true });
// #endregion
await application.start();
