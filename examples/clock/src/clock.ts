import {
  Capability,
  Endpoint,
  Extension,
  ExtensionContext,
  InstanceHandler,
  MimeType,
  OnStart,
  Resource,
  Route,
  Widget,
  WorkPartitioner,
} from '@symphony-ts/extension';
import { Seconds } from './seconds.js';
import { TimeOfDay, timeOfDay, Zone } from './time-of-day.js';

@Extension({ prefix: 'clock', name: 'Clock', version: '1.0.0', description: 'Tells the time, and ticks' })
@Capability('pub', 'extensions.clock.ticked', 'A second has passed')
@Resource('ui://clock/face', {
  type: MimeType.McpApp,
  file: './pages/face.html',
  name: 'Clock',
  description: 'The time where its reader is',
  meta: { csp: { connectDomains: [], resourceDomains: [] } },
})
@Route('/clock', 'ui://clock/face')
@Widget('ui://clock/face', 'Clock', 'The time where you are')
export class Clock {
  #ticked = 0;

  constructor(
    private readonly seconds: Seconds,
    private readonly partitioner: WorkPartitioner,
    private readonly context: ExtensionContext,
  ) {}

  @Endpoint({ request: Zone, response: TimeOfDay, description: 'The time in a zone' })
  now({ zone }: Zone): TimeOfDay {
    return timeOfDay(this.seconds.now(), zone);
  }

  /** Asked of one instance: the one that ticks says so. */
  @InstanceHandler('ticks')
  ticks() {
    return { instanceId: this.context.instanceId, ticked: this.#ticked };
  }

  /** Until it has seen the others an instance takes all work for its own, so it looks first. */
  @OnStart()
  async wind(): Promise<void> {
    await this.partitioner.start();
    const failed = (err: unknown) => this.context.logger.warn('a tick was lost', { err });
    this.seconds.each((now) => void this.#tick(now).catch(failed), this.context.signal);
  }

  /** All instances see each second pass, and agree which of them announces it. */
  async #tick(now: Date): Promise<void> {
    if (!this.partitioner.isMyWork('ticks')) return;
    this.#ticked += 1;
    await this.context.publish('extensions.clock.ticked', timeOfDay(now, 'UTC'));
  }
}
