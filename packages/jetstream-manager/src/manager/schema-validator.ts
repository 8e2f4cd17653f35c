import type { RequestValidator } from '../connection/request-validator.js';
import { isMessageType } from '../schemas/messages.js';
import { validate } from '../schemas/validate.js';

/**
 * Checks requests by the schemas of this package. `pedantic` passes: servers take it with every configuration, while
 * the published schema of a new stream allows no field besides the configuration's own.
 */
export const validateBySchema: RequestValidator = (type, request) => {
  if (!isMessageType(type)) return [];
  const result = validate(type, request);
  return result.ok ? [] : result.issues.filter(({ field }) => field !== 'pedantic');
};
