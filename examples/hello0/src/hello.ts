import { Endpoint, Extension } from '@symphony-ts/extension';

@Extension({ prefix: 'hello', name: 'Hello World', version: '1.0.0', description: 'The smallest extension' })
export class Hello {
  @Endpoint()
  greet() {
    return { message: 'Hello, World!' };
  }
}
