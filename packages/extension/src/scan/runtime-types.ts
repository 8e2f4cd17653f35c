import { SymphonyClient } from '@symphony-ts/client';
import { runtimeType } from '@symphony-ts/contract';
import { ExtensionContext } from '../context/extension-context.js';
import { Logger } from '../context/logger.js';
import type { Class } from '../model/extension-model.js';
import { WorkPartitioner } from '../partitioner/work-partitioner.js';

/** Classes that the runtime itself injects: they need no provider. */
export const runtimeTypes: readonly Class[] = [ExtensionContext, Logger, WorkPartitioner, SymphonyClient];

const nameOf = (type: Class): unknown =>
  Object.hasOwn(type, runtimeType) ? Reflect.get(type, runtimeType) : undefined;
const byName: ReadonlyMap<unknown, Class> = new Map(runtimeTypes.map((type) => [nameOf(type), type]));

/** Our own class for `type`, if `type` is a runtime class of another installed copy; otherwise `type` itself. */
export const ownType = (type: Class): Class => byName.get(nameOf(type)) ?? type;
