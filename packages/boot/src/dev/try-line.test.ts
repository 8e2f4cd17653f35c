import { tryLine } from './try-line.js';

const access = { token: 'T', address: 'http://127.0.0.1:1' };
const greeter = { prefix: 'greeter', instanceId: 'I' };
const rest = '--address http://127.0.0.1:1 --token T';

describe('tryLine', () => {
  it.each([
    ['nothing to send', { name: 'greet' }, `greet ${rest}`],
    ['a value', { name: 'greet', sample: { name: 'name' } }, `greet '{"name":"name"}' ${rest}`],
    ['a quote', { name: 'greet', sample: "chef's" }, String.raw`greet '"chef'\''s"' ${rest}`],
  ])('calls an endpoint with %s', (_what, endpoint, expected) => {
    expect(tryLine({ ...greeter, endpoint }, access)).toBe(`npx symphony-boot invoke greeter ${expected}`);
  });

  it('gets what is served over HTTP alone', () => {
    const url = 'http://127.0.0.1:1/api/v1/extensions/greeter/guests';
    expect(tryLine({ ...greeter, restPath: '/guests' }, access)).toBe(`curl -H 'Authorization: Bearer T' '${url}'`);
  });

  it('has none where nothing can be called', () => {
    expect(tryLine(greeter, access)).toBeUndefined();
  });
});
