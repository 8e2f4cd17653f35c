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

  it.each([
    ['reads', { method: 'GET', path: '/guests' }, "-H 'Authorization: Bearer T'", 'guests'],
    [
      'writes',
      { method: 'POST', path: '/guests', sample: { name: 'name' } },
      `-X POST -H 'Authorization: Bearer T' -H 'Content-Type: application/json' -d '{"name":"name"}'`,
      'guests',
    ],
    [
      'names in the path what has to be named',
      { method: 'DELETE', path: '/guests/{name}' },
      "-X DELETE -H 'Authorization: Bearer T'",
      'guests/name',
    ],
  ])('%s over HTTP where there is no endpoint', (_what, operation, options, path) => {
    const line = `curl ${options} 'http://127.0.0.1:1/api/v1/extensions/greeter/${path}'`;
    expect(tryLine({ ...greeter, operation }, access)).toBe(line);
  });

  it('has none where nothing can be called', () => {
    expect(tryLine(greeter, access)).toBeUndefined();
  });
});
