import { checkStreamField } from '../diff/known-fields.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import type { StreamSettings } from '../streams/stream-config.js';

/**
 * Throws `INVALID_CONFIGURATION` if a setting of a restore is misspelt, has the wrong type or is out of range. Old
 * servers silently drop such settings.
 */
export function assertSettings(settings: StreamSettings = {}): void {
  const problems = Object.entries(settings).flatMap(([field, value]) => {
    const problem = field === 'name' ? undefined : checkStreamField(field, value);
    return problem === undefined ? [] : [`${field}: ${problem}`];
  });
  if (problems.length === 0) return;
  throw new JetStreamManagerError('INVALID_CONFIGURATION', `the settings of the restore: ${problems.join('; ')}`, {
    details: { problems },
  });
}
