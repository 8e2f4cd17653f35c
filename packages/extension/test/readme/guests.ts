import { Bucket, Endpoint, Extension } from '@symphony-ts/extension';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { z } from 'zod';

const Guest = z.object({ name: z.string().min(1) });
type Guest = z.infer<typeof Guest>;

@Extension({ prefix: 'guests', name: 'Guest book', version: '1.0.0' })
export class Guests {
  constructor(@Bucket('guests_visits', { schema: z.number() }) private readonly visits: KeyValueBucket<number>) {}

  @Endpoint({ request: Guest })
  async greet({ name }: Guest) {
    const key = encodeURIComponent(name); // keys are visible ASCII
    const visits = ((await this.visits.get(key))?.value ?? 0) + 1;
    await this.visits.put(key, visits);
    return { message: `Hello, ${name}!`, visits };
  }
}
