import type { HandlerRef } from './extension-model.js';
import { memberName } from './extension-model.js';

class Orders {}

describe('memberName', () => {
  it.each<[string, HandlerRef]>([
    ['Orders.add', { kind: 'method', owner: Orders, member: 'add' }],
    ['orders: add', { kind: 'function', label: 'orders: add', run: () => undefined }],
  ])('is %s', (name, handler) => {
    expect(memberName(handler)).toBe(name);
  });
});
