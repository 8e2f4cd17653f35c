import { InvalidConfigurationError } from '@symphony-ts/contract';

/**
 * Refuses to decorate if the compiler follows the standard for decorators (TC39), which passes a context as the second
 * argument. Such code names neither the class of a method nor the types of parameters, so nothing could be found or injected.
 *
 * @throws `INVALID_CONFIGURATION`
 */
export function assertLegacy(second: unknown): void {
  if (typeof second !== 'object' || second === null || !('kind' in second)) return;
  const { kind, name = '' } = second as { readonly kind: unknown; readonly name?: unknown };
  throw new InvalidConfigurationError({
    setting: `the decorators of ${String(kind)} ${String(name)}`,
    reason:
      'they are compiled as the standard (TC39) has them, without the types that injection needs; set experimentalDecorators and emitDecoratorMetadata in tsconfig.json (in swc legacyDecorator and decoratorMetadata), and compile with tsc or swc',
  });
}
