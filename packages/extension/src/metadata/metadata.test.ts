import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { wireNames } from '@symphony-ts/client/internal';
import * as z from 'zod';
import { Endpoint, InstanceHandler } from '../decorators/endpoint.js';
import { Extension } from '../decorators/extension.js';
import { Rest } from '../decorators/rest.js';
import { callerFile } from './caller-file.js';
import { append, readOwn } from './store.js';

const identity = { prefix: 'a', name: 'A', version: '1.0.0' };

describe('the store', () => {
  it('never lets a subclass write to its base', () => {
    class Base {}
    append(Base, { kind: 'injectable' });
    class Sub extends Base {}
    const before = readOwn(Base);
    append(Sub, { kind: 'injectable' });
    append(Base, { kind: 'injectable' });
    expect(before).toHaveLength(1);
    expect(readOwn(Base)).toHaveLength(2);
    expect(readOwn(Sub)).toHaveLength(1);
  });

  it('gives frozen records', () => {
    class A {}
    append(A, { kind: 'injectable' });
    expect(Object.isFrozen(readOwn(A))).toBe(true);
    expect(Object.isFrozen(readOwn(A)[0])).toBe(true);
  });
});

describe('callerFile', () => {
  it('is the file of the code that called', () => {
    const decorator = (): string | undefined => callerFile(decorator);
    expect(decorator()).toBe(__filename);
    expect(readFileSync(decorator() ?? '', 'utf8')).toContain('callerFile');
  });

  it('leaves the formatting of stacks as it was', () => {
    const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value as unknown;
    callerFile(callerFile);
    expect(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value).toBe(before);
  });
});

describe('the names on the wire', () => {
  class Base {
    @Endpoint('kept') kept(): void {}
    @Endpoint('old') replaced(): void {}
  }
  @Extension(identity)
  class A extends Base {
    @Endpoint('new') override replaced(): void {}
    @Endpoint({ group: 'admin' }) reset(_input: unknown): void {}
    // `length` counts neither of these parameters.
    @Endpoint() find(_text: unknown = ''): void {}
    @Endpoint({ request: z.string() }) any(..._given: unknown[]): void {}
    @InstanceHandler('local-status') status(): void {}
    @Rest('GET', '/x') item(): void {}
  }
  const namesOf = (cls: object): unknown => (Reflect.get(cls, wireNames) as () => unknown).call(cls);
  const endpoints = {
    kept: { name: 'kept', takesInput: false },
    replaced: { name: 'new', takesInput: false },
    reset: { name: 'admin.reset', takesInput: true },
    find: { name: 'find', takesInput: true },
    any: { name: 'any', takesInput: true },
    status: { name: 'local-status', takesInput: false },
    item: { name: 'item', isRest: true, takesInput: false },
  };

  it('are those of the decorators, inherited ones included', () => {
    expect(namesOf(A)).toEqual({ prefix: 'a', endpoints });
  });

  it('are a subclass’s own', () => {
    class B extends A {
      @Endpoint() more(): void {}
    }
    expect(namesOf(B)).toEqual({ prefix: 'a', endpoints: { ...endpoints, more: { name: 'more', takesInput: false } } });
  });
});
