import {
  Bucket,
  Capability,
  Endpoint,
  Extension,
  ExtensionContext,
  InstanceHandler,
  Subscribe,
} from '@symphony-ts/extension';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { z } from 'zod';

const Order = z.object({ guest: z.string().min(1), dish: z.string() });
type Order = z.infer<typeof Order>;

/** Keys are visible ASCII; names need not be. */
const keyOf = (name: string): string => encodeURIComponent(name).replaceAll('.', '%2E').replaceAll('*', '%2A');

@Extension({ prefix: 'hello4', name: 'Party', version: '1.0.0', description: 'Many hands' })
@Capability('pub', 'extensions.hello4.ordered', 'A dish was ordered')
@Capability('sub', 'extensions.hello4.ordered', 'A dish was ordered')
export class Party {
  #cooked = 0;

  constructor(
    @Bucket('hello4_served', { description: 'Dishes by guest', schema: z.string() })
    private readonly served: KeyValueBucket<string>,
    private readonly context: ExtensionContext,
  ) {}

  /** Whoever takes the order only announces it. */
  @Endpoint({ request: Order })
  async order(order: Order) {
    await this.context.publish('extensions.hello4.ordered', order);
    return { taken: true };
  }

  /** One instance cooks each dish. */
  @Subscribe('extensions.hello4.ordered', { schema: Order })
  async cook({ guest, dish }: Order): Promise<void> {
    this.#cooked += 1;
    await this.served.put(keyOf(guest), dish);
  }

  /** Asked of one instance: `?instance=<id>`, or `client.extension('hello4').instance(id)`. */
  @InstanceHandler('kitchen')
  kitchen() {
    return { cook: this.context.instanceId, cooked: this.#cooked };
  }
}
