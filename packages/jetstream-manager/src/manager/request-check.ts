import { assertNoProblems, type RequestValidator } from '../connection/request-validator.js';
import { parseSafeJson } from '../json/safe-json.js';
import { isMessageType } from '../schemas/messages.js';
import { typesForRequestSubject } from '../schemas/request-subject.js';
import { validate as validateMessage } from '../schemas/validate.js';

/** Checks an API request before it is sent. Throws `INVALID_REQUEST`. `subject` includes the API prefix. */
export type RequestCheck = (subject: string, body: string) => void;

/**
 * The check for the `validate` option of a manager: no check, the schemas of this package, or the validator of the
 * caller.
 */
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
 * Checks requests with the schemas of this package. The field `pedantic` is allowed: servers accept it in every
 * configuration. The published schema of a new stream allows only the fields of the configuration.
 */
const validateBySchema: RequestValidator = (type, request) => {
  if (!isMessageType(type)) return [];
  const result = validateMessage(type, request);
  return result.ok ? [] : result.issues.filter(({ field }) => field !== 'pedantic');
};
