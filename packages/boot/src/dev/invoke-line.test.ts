import { invokeLine } from './invoke-line.js';

const access = { token: 'T', address: 'http://127.0.0.1:1' };
const greeter = { prefix: 'greeter', instanceId: 'I' };
const rest = '--address http://127.0.0.1:1 --token T';

describe('invokeLine', () => {
  it.each([
    ['nothing to send', { name: 'greet' }, `greet ${rest}`],
    ['a value', { name: 'greet', sample: { name: 'name' } }, `greet '{"name":"name"}' ${rest}`],
    ['a quote', { name: 'greet', sample: "chef's" }, String.raw`greet '"chef'\''s"' ${rest}`],
  ])('calls an endpoint with %s', (_what, endpoint, expected) => {
    expect(invokeLine({ ...greeter, endpoint }, access)).toBe(`npx symphony-boot invoke greeter ${expected}`);
  });

  it('has none without an endpoint', () => {
    expect(invokeLine(greeter, access)).toBeUndefined();
  });
});
