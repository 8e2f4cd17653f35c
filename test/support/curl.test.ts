import { parseCurl } from './curl.js';
import { readCommands } from './docs-commands.js';

const variables = { ADDRESS: 'http://127.0.0.1:1', TOKEN: 't' };
const parse = (line: string): unknown => {
  const [command] = readCommands(`\`\`\`sh\n${line}\n\`\`\``, 'curl');
  return parseCurl(command?.args ?? [], variables);
};

describe('parseCurl', () => {
  it.each([
    ['curl http://a/b', { method: 'GET', url: 'http://a/b', headers: {} }],
    [
      'curl -s "$ADDRESS/a" -H "Authorization: Bearer $TOKEN"',
      { method: 'GET', url: 'http://127.0.0.1:1/a', headers: { authorization: 'Bearer t' } },
    ],
    [
      `curl $ADDRESS -d '{"a":1}'`,
      {
        method: 'POST',
        url: 'http://127.0.0.1:1',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: '{"a":1}',
      },
    ],
    [
      `curl -X PUT $ADDRESS -H 'Content-Type: text/plain' -d x`,
      { method: 'PUT', url: 'http://127.0.0.1:1', headers: { 'content-type': 'text/plain' }, body: 'x' },
    ],
  ])('reads %s', (line, request) => {
    expect(parse(line)).toEqual(request);
  });

  it.each([
    ['curl --frobnicate http://a', 'the flag --frobnicate is not known'],
    ['curl -s', 'one address, not 0'],
    ['curl http://a http://b', 'one address, not 2'],
    ['curl http://a -H', '-H needs a value'],
    ['curl http://a -H nothing', "'nothing' is not a header"],
    ['curl $OTHER', '$OTHER is not set in the page'],
  ])('refuses %s', (line, message) => {
    expect(() => parse(line)).toThrow(message);
  });
});
