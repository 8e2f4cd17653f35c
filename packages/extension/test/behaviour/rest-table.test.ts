import type { ExtensionUnderTest, RestInit } from '@symphony-ts/testing';
import { z } from 'zod';
import { Extension, Rest, type RestRequest, RestResponse } from '../../src/index.js';
import { type Stage, stages } from '../stages.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const formIn = (charset: string) => ({ 'content-type': `application/x-www-form-urlencoded; charset=${charset}` });
const JSON_TYPE = { 'content-type': 'application/json' };
const Filter = z.object({ tag: z.array(z.string()).default([]), max: z.coerce.number().optional() });
const Guest = z.object({ name: z.string(), tag: z.array(z.string()).default([]) });
const Upload = z.object({ title: z.string(), file: z.file(), more: z.array(z.file()).default([]) });

@Extension({ prefix: 'desk', name: 'Desk', version: '1.0.0' })
class Desk {
  @Rest('GET', '/filter', { query: Filter })
  filter({ query }: RestRequest<{ query: typeof Filter }>) {
    return query;
  }

  @Rest('POST', '/echo')
  echo({ method, body, headers }: RestRequest) {
    const given = body instanceof Uint8Array ? [...body] : body;
    return { method, given, type: headers.get('content-type'), list: headers.get('x-list') };
  }

  @Rest('POST', '/guest', { body: Guest })
  guest({ body }: RestRequest<{ body: typeof Guest }>) {
    return body;
  }

  @Rest('POST', '/text', { body: z.string() })
  text({ body }: RestRequest<{ body: string }>) {
    return { text: body };
  }

  @Rest('POST', '/upload', { body: Upload })
  async upload({ body }: RestRequest<{ body: typeof Upload }>) {
    const { title, file, more } = body;
    return { title, name: file.name, type: file.type, text: await file.text(), more: more.map(({ size }) => size) };
  }

  @Rest('GET', '/by/{name}')
  by({ params }: RestRequest<'/by/{name}'>) {
    return params;
  }

  @Rest('GET', '/moved')
  moved() {
    return RestResponse.empty(302, { headers: { location: '/elsewhere' } });
  }

  @Rest('GET', '/problem')
  problem() {
    return RestResponse.json({ title: 'no' }, { status: 409, headers: { 'Content-Type': 'application/problem+json' } });
  }

  @Rest('GET', '/wrapped', { wrapped: true })
  wrapped() {
    return { body: { a: 1 }, statusCode: 201, headers: { 'Content-Type': 'application/vnd.a+json', 'X-A': '1' } };
  }

  @Rest('GET', '/by-hand')
  byHand() {
    return RestResponse.text('{"a": 1.0}', { contentType: 'application/json' });
  }

  @Rest('GET', '/half')
  half() {
    return 'a\ud83d';
  }

  @Rest('GET', '/half-in-json')
  halfInJson() {
    return { a: 'a\ud83d' };
  }

  @Rest('GET', '/quoted')
  quoted() {
    return RestResponse.json('text');
  }
}

const parts = [
  '--B\r\nContent-Disposition: form-data; name="name"\r\n\r\nZoë\r\n',
  '--B\r\nContent-Disposition: form-data; name="tag"\r\n\r\na\r\n--B--\r\n',
].join('');
const multipart = { 'content-type': 'multipart/form-data; boundary=B' };

function upload(...more: string[]): FormData {
  const form = new FormData();
  form.set('title', 'Letter');
  form.set('file', new File(['Dear'], 'größe.txt', { type: 'text/plain' }));
  for (const text of more) form.append('more', new File([text], 'more.bin'));
  return form;
}

type Row = readonly [method: string, url: string, init: RestInit, status: number, body: unknown];

/** A request and its answer, the same on fakes and on a platform. */
const rows: readonly Row[] = [
  ['GET', '/filter', {}, 200, { tag: [] }],
  ['GET', '/filter?tag=a', {}, 200, { tag: ['a'] }],
  ['GET', '/filter?tag=a,b&tag=c&max=5', {}, 200, { tag: ['a,b', 'c'], max: 5 }],
  ['GET', '/filter?max=x', {}, 400, expect.objectContaining({ code: 'INVALID_INPUT' })],
  ['get', '/filter#part', {}, 200, { tag: [] }],
  ['HEAD', '/filter', {}, 200, undefined],
  ['OPTIONS', '/filter', {}, 204, undefined],
  ['PATCH', '/filter', {}, 405, expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' })],
  ['PROPFIND', '/filter', {}, 405, expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' })],
  ['LOCK', '/echo', { body: '<lock/>' }, 405, expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' })],
  ['PROPFIND', '/nothing', {}, 404, expect.objectContaining({ code: 'ROUTE_NOT_FOUND' })],
  ['FOO', '/filter', {}, 400, expect.objectContaining({ code: 'INVALID_REQUEST' })],
  ['patch', '/filter', {}, 400, expect.objectContaining({ code: 'INVALID_REQUEST' })],
  ['GET', '/filter/', {}, 404, expect.objectContaining({ code: 'ROUTE_NOT_FOUND' })],
  ['GET', '/FILTER', {}, 404, expect.objectContaining({ code: 'ROUTE_NOT_FOUND' })],
  ['GET', '//filter', {}, 404, expect.objectContaining({ code: 'ROUTE_NOT_FOUND' })],
  ['GET', '/filter?instance=nobody', {}, 404, expect.objectContaining({ code: 'INSTANCE_NOT_FOUND' })],
  ['GET', '/filter?instance=a.b', {}, 400, expect.objectContaining({ code: 'INVALID_REQUEST' })],
  ['GET', '/by/Zoë', {}, 200, { name: 'Zoë' }],
  ['GET', '/by/a%2Fb', {}, 200, { name: 'a/b' }],
  ['GET', '/by/100%', {}, 400, expect.objectContaining({ code: 'INVALID_REQUEST' })],

  ['POST', '/echo', { headers: { 'X-List': 'a, b' } }, 200, { method: 'POST', list: 'a, b' }],
  ['POST', '/echo', { body: { a: 1 } }, 200, { method: 'POST', given: { a: 1 }, type: 'application/json' }],
  ['POST', '/echo', { body: '', headers: JSON_TYPE }, 200, { method: 'POST', type: 'application/json' }],
  ['POST', '/echo', { body: '{"a":', headers: JSON_TYPE }, 400, expect.objectContaining({ code: 'INVALID_REQUEST' })],
  [
    'POST',
    '/echo',
    { body: '{"a":1}', headers: { 'Content-Type': 'text/a' } },
    200,
    expect.objectContaining({ given: '{"a":1}' }),
  ],
  [
    'POST',
    '/echo',
    { body: 'a', headers: { 'content-type': 'odd' } },
    415,
    expect.objectContaining({ code: 'INVALID_REQUEST' }),
  ],
  [
    'POST',
    '/echo',
    { body: Buffer.from('é', 'latin1'), headers: { 'content-type': 'text/plain; charset=iso-8859-1' } },
    200,
    expect.objectContaining({ given: 'é' }),
  ],
  [
    'POST',
    '/echo',
    { body: Buffer.from([233]), headers: { 'content-type': 'text/plain' } },
    200,
    expect.objectContaining({ given: [233] }),
  ],
  [
    'POST',
    '/echo',
    { body: 'a=1&a=2&b=+', headers: FORM },
    200,
    expect.objectContaining({ given: { a: ['1', '2'], b: ' ' } }),
  ],
  ['POST', '/echo', { body: '', headers: FORM }, 200, expect.objectContaining({ given: {} })],
  [
    'POST',
    '/echo',
    { body: 'name=Zo%EB+B&%E9=%e9&empty', headers: formIn('iso-8859-1') },
    200,
    expect.objectContaining({ given: { name: 'Zoë B', é: 'é', empty: '' } }),
  ],
  [
    'POST',
    '/echo',
    { body: Buffer.from('n=\x83\x65%83e', 'latin1'), headers: formIn('Shift_JIS') },
    200,
    expect.objectContaining({ given: { n: 'テテ' } }),
  ],
  [
    'POST',
    '/echo',
    { body: 'n=%FF', headers: formIn('Shift_JIS') },
    400,
    expect.objectContaining({ code: 'INVALID_REQUEST' }),
  ],
  [
    'POST',
    '/echo',
    { body: 'n=1', headers: formIn('x-none') },
    400,
    expect.objectContaining({ error: expect.stringContaining("not in the charset 'x-none'") }),
  ],
  [
    'POST',
    '/echo',
    { body: parts, headers: multipart },
    200,
    expect.objectContaining({ given: { name: 'Zoë', tag: 'a' } }),
  ],

  ['POST', '/guest', { body: new URLSearchParams({ name: 'Zoë', tag: 'a' }) }, 200, { name: 'Zoë', tag: ['a'] }],
  ['POST', '/guest', { body: parts, headers: multipart }, 200, { name: 'Zoë', tag: ['a'] }],
  [
    'POST',
    '/guest',
    { body: 'nothing', headers: multipart },
    400,
    expect.objectContaining({ code: 'INVALID_REQUEST' }),
  ],
  ['POST', '/guest', { body: { name: 'Zoë' } }, 200, { name: 'Zoë', tag: [] }],
  ['POST', '/text', { body: '123' }, 200, { text: '123' }],
  ['POST', '/text', { body: '{"a":1}' }, 200, { text: '{"a":1}' }],
  ['POST', '/text', { body: '"123"', headers: JSON_TYPE }, 200, { text: '123' }],
  ['POST', '/text', { body: '{"a":1}', headers: JSON_TYPE }, 400, expect.objectContaining({ code: 'INVALID_INPUT' })],
  ['POST', '/text', { body: 'a=b', headers: FORM }, 200, { text: 'a=b' }],
  ['POST', '/text', {}, 400, expect.objectContaining({ code: 'INVALID_INPUT' })],
  [
    'POST',
    '/upload',
    { body: upload() },
    200,
    { title: 'Letter', name: 'größe.txt', type: 'text/plain', text: 'Dear', more: [] },
  ],
  ['POST', '/upload', { body: upload('1') }, 200, expect.objectContaining({ more: [1] })],
  ['POST', '/upload', { body: upload('1', '22') }, 200, expect.objectContaining({ more: [1, 2] })],
  ['POST', '/upload', { body: { title: 'a', file: 'b' } }, 400, expect.objectContaining({ code: 'INVALID_INPUT' })],

  ['GET', '/moved', {}, 302, ''],
  ['GET', '/problem', {}, 409, { title: 'no' }],
  ['GET', '/wrapped', {}, 201, { a: 1 }],
  ['GET', '/by-hand', {}, 200, { a: 1 }],
  ['GET', '/quoted', {}, 200, 'text'],
  ['GET', '/half', {}, 500, expect.objectContaining({ code: 'UNSERIALIZABLE_RESPONSE' })],
  ['GET', '/half-in-json', {}, 200, { a: 'a\ud83d' }],
];

describe.each(stages)('one table of HTTP requests %s', (_name, open) => {
  let stage: Stage;
  let desk: ExtensionUnderTest<Desk>;

  beforeAll(async () => {
    stage = await open();
    desk = await stage.create(Desk);
  });
  afterAll(() => stage.stop());

  it.each(rows)('[rest.routing] [rest.body] answers %s %s', async (method, url, init, status, body) => {
    const reply = await desk.rest(method, url, init);
    expect([reply.status, reply.body]).toEqual([status, body]);
  });

  it('[rest.routing] reaches the instance that the query names', async () => {
    const reply = await desk.rest('GET', `/filter?tag=a&instance=${desk.instanceId}`);
    expect([reply.status, reply.body]).toEqual([200, { tag: ['a'] }]);
  });

  it.each([
    ['/problem', 'application/problem+json'],
    ['/wrapped', 'application/vnd.a+json'],
    ['/by-hand', 'application/json'],
  ])('[rest.response] answers %s as %s', async (url, type) => {
    expect((await desk.rest('GET', url)).contentType).toBe(type);
  });

  it('[rest.over-nats] gives text that is JSON as it is over NATS, too', async () => {
    expect(await desk.send('byHand')).toMatchObject({ body: { a: 1 }, statusCode: 200 });
  });

  it('[rest.openapi.metadata] says that a body with files is a multipart form', () => {
    const document = JSON.parse(desk.manifest.services[0]?.metadata['openapi'] ?? '{}') as object;
    expect(document).toMatchObject({
      paths: { '/upload': { post: { requestBody: { content: { 'multipart/form-data': {} } } } } },
    });
  });
});
