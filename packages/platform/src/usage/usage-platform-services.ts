import { isPrefix, platformServices, SymphonyError } from '@symphony-ts/contract';
import type { PlatformService } from '../services/platform-service.js';
import { readReport } from './usage-report.js';
import type { UsageService } from './usage-service.js';

/** `usage.report` and `usage.enforcement`, as extensions call them. */
export const usagePlatformServices = (usage: UsageService): readonly PlatformService[] => [
  {
    name: 'usage.report',
    async handle(request) {
      // People use extensions, and the extensions report the use.
      if (!isPrefix(request.caller)) {
        throw new SymphonyError('PERMISSION_DENIED', { operation: 'publish', subject: platformServices.usageReport });
      }
      return await usage.report({ ...readReport(request), prefix: request.caller });
    },
  },
  { name: 'usage.enforcement', handle: () => usage.enforcement },
];
