import { judgeAnswer, type KnownNames } from './judge-answer.js';

const names: KnownNames = {
  isExtension: (name) => ['catalog', 'orders'].includes(name),
  declares: (prefix, name) => prefix === 'catalog' && name === 'search',
};
const answer = (more: Record<string, unknown>): unknown => ({ name: 'catalog', id: 'ID', version: '1.0.0', ...more });
const judge = (value: unknown) => judgeAnswer('catalog', new TextEncoder().encode(JSON.stringify(value)), names);
const endpoint = (subject: string): unknown => answer({ endpoints: [{ name: 'list', subject }] });

describe('judgeAnswer', () => {
  it.each([
    ['the main service', answer({}), true],
    ['a service of the manifest', answer({ name: 'search' }), true],
    ['some other service', answer({ name: 'extra' }), false],
    ['its own endpoints', endpoint('cirata.extensions.catalog.list'), true],
    ['endpoints of its own account', endpoint('internal.list'), true],
    ['a service without endpoints or metadata', answer({ endpoints: null, metadata: null }), true],
  ])('keeps %s, under the prefix of the account', (_what, value, isDeclared) => {
    expect(judge(value)).toEqual({ kind: 'kept', found: { prefix: 'catalog', isDeclared, service: value } });
  });
  it('does not read a prefix out of the answer', () => {
    expect(judge(answer({ prefix: 'orders', isDeclared: true }))).toMatchObject({ found: { prefix: 'catalog' } });
  });
  it.each([
    ["calls itself 'orders'", answer({ name: 'orders' })],
    ['endpoint', endpoint('cirata.extensions.orders.list')],
    ['endpoint', endpoint('cirata.extensions.*.list')],
    ['endpoint', endpoint('cirata.services.info')],
    ['not the answer', answer({ name: 'with space' })],
    ['not the answer', answer({ id: '' })],
    ['not the answer', answer({ endpoints: 'many' })],
    ['not the answer', 'FAKE'],
    ['not the answer', null],
  ])('drops what %s', (reason, value) => {
    expect(judge(value)).toEqual({ kind: 'dropped', reason: expect.stringContaining(reason) });
  });
  it('drops what is no JSON', () => {
    expect(judgeAnswer('catalog', new TextEncoder().encode('{'), names)).toMatchObject({ kind: 'dropped' });
  });
});
