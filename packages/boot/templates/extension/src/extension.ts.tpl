import { Endpoint, Extension } from '@symphony-ts/extension';
import { z } from 'zod';

export const Person = z.object({ name: z.string().min(1) });
export const Greeting = z.object({ message: z.string() });

@Extension({ prefix: '{{prefix}}', name: '{{title}}', version: '0.1.0', description: 'Greets people' })
export class {{className}} {
  @Endpoint({ request: Person, response: Greeting, description: 'Greets one person' })
  greet({ name }: z.infer<typeof Person>): z.infer<typeof Greeting> {
    return { message: `Hello, ${name}!` };
  }
}
