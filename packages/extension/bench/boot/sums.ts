import { createApplication, Endpoint, Extension } from '@symphony-ts/extension';

@Extension({ prefix: 'sums', name: 'Sums', version: '1.0.0' })
export class Sums {
  @Endpoint()
  add(input: unknown) {
    const { a, b } = input as { readonly a: number; readonly b: number };
    return { sum: a + b };
  }
}

// `symphony-boot run` starts the extension itself.
if (process.env['NATS_SERVERS']) {
  const application = await createApplication(Sums, { nats: { servers: process.env['NATS_SERVERS'] } });
  await application.start();
}
