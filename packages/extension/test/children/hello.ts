import { createApplication } from '@symphony-ts/extension';
import { Hello } from '../../../../examples/hello0/src/hello.js';

/** The smallest example as a program. If it cannot start, it ends with the reason. */
const application = await createApplication(Hello);
await application.start().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
await application.stopped();
