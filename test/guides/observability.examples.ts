import { createApplication, Endpoint, type EndpointRequest, Extension, ExtensionContext } from '@symphony-ts/extension';

@Extension({ prefix: 'roastery', name: 'Roastery', version: '1.0.0' })
export class Roastery {
  constructor(private readonly context: ExtensionContext) {}

  // #region handler
  @Endpoint()
  async roast(_input: unknown, { span }: EndpointRequest) {
    span.setAttribute('roastery.beans', 'arabica');
    const grams = await this.context.tracer.span('heat the drum', () => this.heat());
    this.context.metrics.counter('roastery.roasted', { unit: 'g' }).add(grams, { beans: 'arabica' });
    this.context.metrics.histogram('roastery.batch', { unit: 'g', boundaries: [100, 500, 1_000] }).record(grams);
    return { grams };
  }

  @Endpoint({ trace: false })
  ready() {
    return true;
  }
  // #endregion

  private heat(): Promise<number> {
    return Promise.resolve(250);
  }
}

export async function start() {
  // #region enable
  const application = await createApplication(Roastery, {
    observability: { maxSpans: 4_096, attributes: { 'deployment.environment.name': 'production' } },
  });
  await application.start();
  // #endregion
  return application;
}
