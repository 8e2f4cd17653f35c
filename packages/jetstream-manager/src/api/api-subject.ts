import { JetStreamManagerError } from '../errors/manager-error.js';

const defaultApiPrefix = '$JS.API';
const defaultEventPrefix = '$JS.EVENT';

/** The prefixes of all JetStream subjects of one manager, without a dot at the end. */
export interface SubjectPrefixes {
  readonly api: string;
  readonly event: string;
}

/**
 * The prefixes for the options of a manager. You cannot combine a domain with an API prefix, because the domain is a
 * prefix itself: `$JS.<domain>.API`.
 *
 * @throws `INVALID_OPTIONS` when both are given, or one is not valid
 */
export function buildPrefixes(options: {
  readonly apiPrefix?: string | undefined;
  readonly eventPrefix?: string | undefined;
  readonly domain?: string | undefined;
}): SubjectPrefixes {
  const { apiPrefix, eventPrefix, domain } = options;
  if (apiPrefix !== undefined && domain !== undefined) {
    throw new JetStreamManagerError('INVALID_OPTIONS', 'apiPrefix and domain exclude each other');
  }
  if (domain !== undefined) assertToken(domain);
  return {
    api: domain === undefined ? trimPrefix(apiPrefix ?? defaultApiPrefix, 'apiPrefix') : `$JS.${domain}.API`,
    event: trimPrefix(eventPrefix ?? defaultEventPrefix, 'eventPrefix'),
  };
}

/**
 * Returns `name` if it is valid in a subject as the name of a stream, consumer, account or peer. Otherwise throws
 * `INVALID_NAME`.
 */
export function assertName(name: string, what: string): string {
  if (isValidName(name)) return name;
  throw new JetStreamManagerError('INVALID_NAME', `the ${what} name ${JSON.stringify(name)} is not allowed`, {
    details: { name, what },
  });
}

/**
 * Whether `name` is a valid name of a stream or consumer: not empty, without blanks, dots, wildcards, slashes and
 * control characters.
 */
export function isValidName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  return name.length > 0 && !/[\s.*>/\\\u0000-\u001f\u007f]/.test(name);
}

/** Throws `INVALID_ARGUMENT` unless `subject` is a valid subject, wildcards allowed. `what` names the argument. */
export function assertSubject(subject: string, what: string): void {
  const tokens = subject.split('.');
  const isSubject = tokens.every(
    (token, index) => token !== '' && !/\s/.test(token) && (token !== '>' || index === tokens.length - 1),
  );
  if (isSubject) return;
  throw new JetStreamManagerError('INVALID_ARGUMENT', `${what} ${JSON.stringify(subject)} is not a subject`);
}

function trimPrefix(prefix: string, option: string): string {
  const trimmed = prefix.replace(/\.+$/, '');
  if (/[\s*>]/.test(trimmed) || trimmed.split('.').includes('')) {
    throw new JetStreamManagerError('INVALID_OPTIONS', `${option} ${JSON.stringify(prefix)} is not a subject prefix`);
  }
  return trimmed;
}

function assertToken(domain: string): void {
  if (isValidName(domain)) return;
  throw new JetStreamManagerError('INVALID_OPTIONS', `domain ${JSON.stringify(domain)} is not one subject token`);
}
