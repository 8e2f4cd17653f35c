import { startPlatform } from '@symphony-ts/platform';

describe('the NATS server of a platform', () => {
  it.each([
    ['notices a dead link within 9 s', undefined, 3],
    ['is told otherwise by an object', { ping_interval: '20s' }, 20],
    ['is told otherwise by a text', 'ping_interval: "20s"', 20],
  ])('%s', async (_what, config, seconds) => {
    await using platform = await startPlatform({ natsServer: { monitoring: {}, ...(config && { config }) } });
    const varz = await (await fetch(`${platform.natsServer?.monitoringUrl}/varz`)).json();
    expect(varz).toMatchObject({ ping_interval: seconds * 1e9, ping_max: 2 });
  });
});
