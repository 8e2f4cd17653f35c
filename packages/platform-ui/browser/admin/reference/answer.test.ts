import { describe, expect, it } from '@jest/globals';
import { issuesOf } from './answer.js';

const refusal = (...details: unknown[]): string => JSON.stringify({ error: 'no', details });

describe('issuesOf', () => {
  it.each([
    ['a member', 400, refusal({ path: 'price', message: 'too small' }), { price: 'too small' }],
    ['a member of a member', 400, refusal({ path: 'tags.0', message: 'no text' }), { tags: 'no text' }],
    ['a member of the body', 400, refusal({ path: 'body.price', message: 'too small' }), { price: 'too small' }],
    ['a parameter', 400, refusal({ path: 'query.page', message: 'no number' }), { page: 'no number' }],
    ['the whole input', 400, refusal({ path: '', message: 'no object' }), { '': 'no object' }],
    ['another status', 500, refusal({ path: 'price', message: 'x' }), {}],
    ['details of another form', 400, refusal('x', null), {}],
    ['no JSON', 400, 'Bad Request', {}],
  ])('tells what is wrong with %s', (_what, status, text, issues) => {
    expect(issuesOf({ status, text })).toEqual(issues);
  });
});
