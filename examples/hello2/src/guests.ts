import { Bucket, Endpoint, Extension } from '@symphony-ts/extension';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { z } from 'zod';

const Guest = z.object({ name: z.string().min(1) });
type Guest = z.infer<typeof Guest>;

const Visits = z.number().int();

// #region key
/** Keys are visible ASCII; names need not be. */
const keyOf = (name: string): string => encodeURIComponent(name).replaceAll('.', '%2E').replaceAll('*', '%2A');
// #endregion

@Extension({ prefix: 'hello2', name: 'Guest book', version: '1.0.0', description: 'Remembers its guests' })
export class Guests {
  constructor(
    @Bucket('hello2_visits', { description: 'Visits by name', schema: Visits })
    private readonly visits: KeyValueBucket<number>,
  ) {}

  @Endpoint({ request: Guest })
  async greet({ name }: Guest) {
    const visits = ((await this.visits.get(keyOf(name)))?.value ?? 0) + 1;
    await this.visits.put(keyOf(name), visits);
    return { message: visits === 1 ? `Welcome, ${name}!` : `Welcome back, ${name}!`, visits };
  }
}
