import { SymphonyClient } from '@symphony-ts/client';
import { ExtensionContext } from '../context/extension-context.js';
import { Logger } from '../context/logger.js';
import type { Class } from '../model/extension-model.js';
import { WorkPartitioner } from '../partitioner/work-partitioner.js';

/** Classes that the runtime itself injects: they need no provider. */
export const runtimeTypes: readonly Class[] = [ExtensionContext, Logger, WorkPartitioner, SymphonyClient];
