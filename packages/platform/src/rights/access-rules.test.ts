import { createAccessRules } from './access-rules.js';
import type { RightsHolder } from './rights-holder.js';

const pub = (...allow: string[]): RightsHolder['capabilities'] => ({ pub: { allow }, sub: { allow: [] } });
const extension: RightsHolder = { kind: 'extension', prefix: 'orders' };
const client: RightsHolder = { kind: 'client' };
const add = { prefix: 'orders', endpoint: 'add' };
const traces = { prefix: 'orders', endpoint: 'traces' };

describe('createAccessRules', () => {
  it.each<[string, RightsHolder, boolean, boolean]>([
    ['an extension, its own', extension, false, true],
    ["an extension, another's", { ...extension, prefix: 'stock' }, false, false],
    ['a client without a grant', client, false, false],
    ['a client without a grant in development', client, true, true],
    ['a client that was granted it', { ...client, capabilities: pub('cirata.extensions.orders.add') }, false, true],
    ['a registration token, whatever its prefix', { kind: 'registration', prefix: 'orders' }, true, false],
  ])('says whether %s may be called', (_who, key, grantDeclared, isAllowed) => {
    const access = createAccessRules(grantDeclared);
    for (const attempt of [() => access.assertMayCall(key, add), () => access.assertMayInvoke(key, add)]) {
      if (isAllowed) expect(attempt).not.toThrow();
      else expect(attempt).toThrow(expect.objectContaining({ code: 'PERMISSION_DENIED' }));
    }
  });

  it('gives no telemetry by a wildcard', () => {
    const key = { ...client, capabilities: pub('cirata.extensions.>') };
    const access = createAccessRules(false);
    expect(() => access.assertMayInvoke(key, traces)).toThrow(expect.objectContaining({ code: 'PERMISSION_DENIED' }));
    expect(() => access.assertMayCall(key, traces)).not.toThrow();
  });

  it('grants what is declared only to keys without a grant, and only in development', () => {
    expect(createAccessRules(true).grantsDeclared(extension)).toBe(true);
    expect(createAccessRules(true).grantsDeclared({ ...extension, capabilities: pub() })).toBe(false);
    expect(createAccessRules(false).grantsDeclared(extension)).toBe(false);
  });
});
