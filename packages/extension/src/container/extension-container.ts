// tsyringe needs it when it loads. A bundler may run tsyringe before any other module.
import 'reflect-metadata';
import { type DependencyContainer, instanceCachingFactory, container as root } from 'tsyringe';
import { ExtensionContext } from '../context/extension-context.js';
import type { Class, ExtensionModel, HandlerRef, ParameterModel, ProviderModel } from '../model/extension-model.js';

/** Opens the bucket that a constructor parameter asks for. Buckets are opened before anything is constructed. */
export type BucketOf = (parameter: Extract<ParameterModel, { kind: 'bucket' }>) => unknown;

/** The values that the runtime offers for injection, by their class. */
export type Offered = readonly (readonly [type: Class, value: object])[];

export interface ContainerOptions {
  readonly model: ExtensionModel;
  readonly providers: readonly ProviderModel[];
  readonly offered: Offered;
  readonly bucketOf: BucketOf;
}

/** The instances of one extension. */
export interface ExtensionContainer {
  get<T extends object>(type: Class<T>): T;
  /** The function behind a handler, bound to its instance. */
  resolve(handler: HandlerRef): (...args: unknown[]) => unknown;
  /** Disposes of every provider that can be disposed of, the latest first. */
  dispose(): Promise<void>;
}

/**
 * Creates the container of one extension. Nothing is registered outside it, so two applications or two tests never see each
 * other's instances. Each class is constructed once, when it is first needed.
 */
export function createContainer({ model, providers, offered, bucketOf }: ContainerOptions): ExtensionContainer {
  const child = root.createChildContainer();
  const made: object[] = [];

  const argument = (scope: DependencyContainer, parameter: ParameterModel): unknown => {
    switch (parameter.kind) {
      case 'bucket':
        return bucketOf(parameter);
      case 'token':
        return scope.resolve(parameter.token);
      case 'class':
        return scope.resolve(injectable(parameter.type));
    }
  };
  const construct = (type: Class, parameters: readonly ParameterModel[]) =>
    instanceCachingFactory((scope) => {
      const instance: object = Reflect.construct(
        type,
        parameters.map((parameter) => argument(scope, parameter)),
      );
      made.push(instance);
      return instance;
    });

  for (const [type, value] of offered) child.register(injectable(type), constant(value));
  for (const provider of providers) register(child, provider, construct);
  for (const [type, parameters] of model.parameters)
    child.register(injectable(type), { useFactory: construct(type, parameters) });

  const get = <T extends object>(type: Class<T>): T => child.resolve(injectable(type));
  return {
    get,
    resolve(handler) {
      // A function has no constructor, so it receives the context as an argument.
      if (handler.kind === 'function') return (...args) => handler.run(...args, get(ExtensionContext));
      const instance = get(handler.owner);
      const method: unknown = Reflect.get(instance, handler.member);
      if (typeof method !== 'function') throw new TypeError(`${handler.owner.name}.${handler.member} is not a method`);
      return (...args) => Reflect.apply(method, instance, args) as unknown;
    },
    dispose: () => disposeAll(made.reverse()),
  };
}

// By its types, tsyringe accepts only concrete classes as tokens. An abstract class works, too, because it is only looked up.
const injectable = <T extends object>(type: Class<T>): (new () => T) => type as new () => T;

/** Not `useValue`: tsyringe treats a value of `null` or `undefined` as a missing provider. */
const constant = (value: unknown): { readonly useFactory: () => unknown } => ({ useFactory: () => value });

function register(
  child: DependencyContainer,
  provider: ProviderModel,
  construct: (type: Class, parameters: readonly ParameterModel[]) => (scope: DependencyContainer) => object,
): void {
  const token = typeof provider.provide === 'symbol' ? provider.provide : injectable(provider.provide);
  switch (provider.kind) {
    case 'class':
      child.register(token, { useFactory: construct(provider.useClass, provider.parameters) });
      return;
    case 'value':
      child.register(token, constant(provider.useValue));
      return;
    case 'factory':
      throw new Error('factories are settled before containers are made');
  }
}

/** Disposes of one object with the method it has: `Symbol.asyncDispose`, `Symbol.dispose` or `dispose()`. */
async function dispose(instance: object): Promise<void> {
  for (const member of [Symbol.asyncDispose, Symbol.dispose, 'dispose'] as const) {
    const method: unknown = Reflect.get(instance, member);
    if (typeof method === 'function') return void (await Reflect.apply(method, instance, []));
  }
}

async function disposeAll(instances: readonly object[]): Promise<void> {
  const errors: unknown[] = [];
  for (const instance of instances) {
    try {
      await dispose(instance);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, 'some providers could not be disposed of');
}
