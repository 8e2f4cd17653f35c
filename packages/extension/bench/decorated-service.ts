import { silentLogger } from '@symphony-ts/contract';
import { createApplication, Endpoint, Extension } from '@symphony-ts/extension';
import { z } from 'zod';
import { add } from './add.js';
import { reportCpu } from './report-cpu.js';

const Sum = z.object({ a: z.number(), b: z.number(), note: z.string().optional() });

@Extension({ prefix: 'plain', name: 'Plain', version: '1.0.0' })
class Plain {
  @Endpoint()
  add(input: unknown) {
    return add(input as { a: number; b: number });
  }
}

@Extension({ prefix: 'checked', name: 'Checked', version: '1.0.0' })
class Checked {
  @Endpoint({ request: Sum })
  add(input: z.infer<typeof Sum>) {
    return add(input);
  }
}

@Extension({ prefix: 'observed', name: 'Observed', version: '1.0.0', observability: true })
class Observed {
  @Endpoint()
  add(input: unknown) {
    return add(input as { a: number; b: number });
  }
}

const extensions = { plain: Plain, checked: Checked, observed: Observed };
const [, , servers = '', which] = process.argv;
const application = await createApplication(extensions[which as keyof typeof extensions], {
  nats: { servers },
  logger: silentLogger,
});
await application.start();
reportCpu();
