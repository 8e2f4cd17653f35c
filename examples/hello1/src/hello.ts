import { Endpoint, Extension } from '@symphony-ts/extension';
import { z } from 'zod';

const Guest = z.object({ name: z.string().min(1), times: z.number().int().positive().default(1) });
type Guest = z.infer<typeof Guest>;

const Greeting = z.object({ message: z.string() });

@Extension({ prefix: 'hello1', name: 'Hello, you', version: '1.0.0', description: 'Greets by name' })
export class Hello {
  @Endpoint({ request: Guest, response: Greeting })
  greet({ name, times }: Guest) {
    return { message: Array.from({ length: times }, () => `Hello, ${name}!`).join(' ') };
  }
}
