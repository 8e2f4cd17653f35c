import { assertNoProblems, type RequestValidator } from '../connection/request-validator.js';
import { parseSafeJson } from '../json/safe-json.js';
import { isMessageType } from '../schemas/messages.js';
import { typesForRequestSubject } from '../schemas/request-subject.js';
import { validate as validateMessage } from '../schemas/validate.js';

/** Checks an API request before it is sent; throws `INVALID_REQUEST`. `subject` carries the API prefix. */
export type RequestCheck = (subject: string, body: string) => void;

/** The check for a manager's `validate` option: none, by this package's schemas, or by the caller's validator. */
export function createRequestCheck(validate: boolean | RequestValidator, apiPrefix: string): RequestCheck {
  if (validate === false) return () => undefined;
  const validator = validate === true ? validateBySchema : validate;
  return (subject, body) => {
    if (body === '') return;
    const type = typesForRequestSubject(subject, apiPrefix)?.request;
    if (type === undefined) return;
    assertNoProblems(subject, type, validator(type, parseSafeJson(body, subject)));
  };
}

/**
 * Checks requests by the schemas of this package. `pedantic` passes: servers take it with every configuration, while
 * the published schema of a new stream allows no field besides the configuration's own.
 */
const validateBySchema: RequestValidator = (type, request) => {
  if (!isMessageType(type)) return [];
  const result = validateMessage(type, request);
  return result.ok ? [] : result.issues.filter(({ field }) => field !== 'pedantic');
};
