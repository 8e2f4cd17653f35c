import { setTimeout as pause } from 'node:timers/promises';
import { type LiveExtension, TestPlatform } from '@symphony-ts/testing';
import { Capability, Endpoint, EndpointError, type EndpointRequest, Extension } from '../../src/index.js';

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

/** The last of three extensions. It returns what it received. */
@Extension({ prefix: 'third', name: 'Third', version: '1.0.0' })
class Third {
  aborted = 0;

  @Endpoint()
  tell(input: unknown, { headers, deadline }: EndpointRequest) {
    return {
      input,
      trace: headers.get('traceparent'),
      state: headers.get('tracestate'),
      left: deadline.getTime() - Date.now(),
    };
  }

  @Endpoint()
  async wait(_input: unknown, { signal }: EndpointRequest): Promise<void> {
    await pause(20_000, undefined, { signal }).catch(() => {
      this.aborted += 1;
    });
  }

  @Endpoint()
  refuse(): never {
    throw new EndpointError(418, 'short and stout');
  }
}

@Extension({ prefix: 'second', name: 'Second', version: '1.0.0' })
@Capability('pub', 'extensions.third.tell', 'Tells')
class Second {
  @Endpoint()
  forward(input: unknown, { client }: EndpointRequest) {
    return client.extension('third').invoke('tell', input);
  }
}

@Extension({ prefix: 'first', name: 'First', version: '1.0.0' })
@Capability('pub', 'extensions.second.forward', 'Forwards')
@Capability('pub', 'extensions.third.wait', 'Waits')
@Capability('pub', 'extensions.third.refuse', 'Refuses')
@Capability('pub', 'extensions.nobody.there', 'Nobody')
class First {
  @Endpoint()
  forward(input: unknown, { client }: EndpointRequest) {
    return client.extension('second').invoke('forward', input, { timeoutMs: 60_000 });
  }

  @Endpoint()
  wait(_input: unknown, { client }: EndpointRequest) {
    return client.extension('third').invoke('wait', undefined, { timeoutMs: 60_000 });
  }

  @Endpoint()
  raw(input: unknown, { client }: EndpointRequest) {
    return client.request('cirata.extensions.second.forward', input, { timeoutMs: 5_000 });
  }

  @Endpoint()
  lonely(_input: unknown, { client }: EndpointRequest) {
    return client.request('cirata.extensions.nobody.there', {}, { timeoutMs: 300 });
  }

  @Endpoint()
  slow(_input: unknown, { client }: EndpointRequest) {
    return client.request('cirata.extensions.third.wait', {}, { timeoutMs: 200 });
  }

  @Endpoint()
  async fallback(_input: unknown, { client }: EndpointRequest) {
    const error: unknown = await client.request('cirata.extensions.third.refuse').catch((error: unknown) => error);
    return { name: Reflect.get(Object(error), 'name'), status: Reflect.get(Object(error), 'remoteStatus') };
  }

  @Endpoint()
  forbidden(_input: unknown, { client }: EndpointRequest) {
    return client.request('cirata.extensions.second.forward').catch((error: unknown) => ({
      code: Reflect.get(Object(error), 'code'),
    }));
  }
}

describe('calls between extensions', () => {
  let platform: TestPlatform;
  let first: LiveExtension<First>;
  let third: LiveExtension<Third>;
  beforeAll(async () => {
    platform = await TestPlatform.start();
    third = await platform.create(Third);
    await platform.create(Second);
    first = await platform.create(First);
  });
  afterAll(() => platform.stop());

  it('[calls.request] [calls.from-handler] [cap.cross-extension] reach another extension and give its answer', async () => {
    expect(await first.send('forward', { a: 1 })).toMatchObject({ input: { a: 1 } });
    expect(await first.send('raw', { a: 2 })).toMatchObject({ input: { a: 2 } });
  });

  it('[calls.trace] [obs.trace] carry the trace through two hops', async () => {
    const headers = { traceparent: TRACE, tracestate: 'vendor=1' };
    expect(await first.send('forward', 1, { headers })).toMatchObject({ trace: TRACE, state: 'vendor=1' });
  });

  it('[calls.deadline] carry the deadline through two hops, however long they would wait themselves', async () => {
    const { left } = (await first.send('forward', 1, { timeoutMs: 2_000 })) as { left: number };
    expect(left).toBeLessThanOrEqual(2_000);
    expect(left).toBeGreaterThan(1_000);
  });

  it('[calls.timeout] wait five seconds where no timeout is given', async () => {
    const { left } = (await first.context.client.request('cirata.extensions.second.forward', 1)) as { left: number };
    expect(left).toBeLessThanOrEqual(5_000);
    expect(left).toBeGreaterThan(500);
  });

  it("[calls.cancel] abort the handler's signal at the deadline of the caller, at every hop", async () => {
    await expect(first.send('wait', undefined, { timeoutMs: 300 })).rejects.toMatchObject({
      code: expect.stringMatching(/^TIMEOUT$|^REMOTE_ERROR$/),
    });
    while (third.instance.aborted === 0) await pause(20);
    expect(third.instance.aborted).toBe(1);
  });

  it('[calls.timeout] [calls.unavailable] answer 503 where what they call does not', async () => {
    await expect(first.send('slow')).rejects.toMatchObject({ remoteStatus: 503, details: { code: 'TIMEOUT' } });
    await expect(first.send('lonely')).rejects.toMatchObject({
      remoteStatus: 503,
      details: { code: expect.stringMatching(/^NO_RESPONDERS$|^TIMEOUT$/) },
    });
  });

  it('[calls.remote-error] tell a refusal from every other failure', async () => {
    expect(await first.send('fallback')).toEqual({ name: 'RemoteError', status: 418 });
  });

  it('[calls.timeout.zero] refuse a timeout of 0: every call ends', async () => {
    await expect(
      first.context.client.request('cirata.extensions.second.forward', 1, { timeoutMs: 0 }),
    ).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
    });
  });

  it('[calls.connection] may use the connection itself', async () => {
    const reply = await first.context.connection.request('cirata.extensions.second.forward', '7', { timeout: 5_000 });
    expect(reply.json()).toMatchObject({ input: 7 });
  });
});

describe('calls that were not granted', () => {
  it('[calls.permission] are refused, declared or not', async () => {
    const platform = await TestPlatform.start({ dev: {} });
    try {
      await platform.create(Second);
      const first = await platform.create(First);
      const client = await platform.client();
      const caught: unknown = await client
        .request('cirata.extensions.first.forbidden')
        .catch((error: unknown) => error);
      expect(caught).toMatchObject({ code: 'PERMISSION_DENIED' });
      const inside = await platform.inside('first');
      const reply = await inside.request('cirata.extensions.first.forbidden', '', { timeout: 5_000 });
      expect(reply.json()).toEqual({ code: 'PERMISSION_DENIED' });
      await first.stop();
    } finally {
      await platform.stop();
    }
  });
});
