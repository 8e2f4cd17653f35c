import { RestResponse } from '../replies/rest-response.js';
import { replyOf } from './rest-reply.js';

const HALF = '\ud83d';
const WHOLE = '\u{1f600}';
const context = { member: 'Shop.show', status: undefined };

describe('half of a surrogate pair, which UTF-8 cannot write', () => {
  it.each([
    ['text', `ab${HALF}`, 2],
    ['text after a whole pair', `${WHOLE}${HALF}`, 2],
    ['the second half alone', `a\ude00${WHOLE}`, 1],
    ['text with a status', RestResponse.text(`${HALF}a`, { status: 404 }), 0],
    ['a page', RestResponse.text(`<p>${HALF}`, { contentType: 'text/html' }), 3],
    ['JSON written by hand', RestResponse.text(`{"a":"${HALF}"}`, { contentType: 'application/json' }), 6],
    ['a wrapped reply', RestResponse.wrapped({ statusCode: 200, body: `a${HALF}` }), 1],
  ])('is refused with its place in %s', (_what, value, place) => {
    const reason = `half of a surrogate pair stands at position ${place}, which UTF-8 cannot write`;
    expect(() => replyOf(value, context)).toThrow(
      expect.objectContaining({ code: 'UNSERIALIZABLE_RESPONSE', params: { member: 'Shop.show', reason } }),
    );
  });

  it.each([
    ['a value', { a: HALF }, '{"a":"\\ud83d"}'],
    ['text as JSON', RestResponse.json(HALF), '"\\ud83d"'],
  ])('is escaped in %s', (_what, value, body) => {
    expect(replyOf(value, context).body).toBe(body);
  });

  it('is not what a whole pair has', () => {
    expect(replyOf(WHOLE, context).body).toBe(WHOLE);
  });
});
