import type { PlatformService } from '../services/platform-service.js';
import type { Registry } from './registry.js';

/** Answers the registered extensions with their live instances. */
export const listService = (registry: Registry): PlatformService => ({
  name: 'registry.list',
  handle: () => registry.list(),
});
