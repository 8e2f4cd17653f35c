import { JetStreamManagerError } from '../errors/manager-error.js';

const defaultApiPrefix = '$JS.API';
const defaultEventPrefix = '$JS.EVENT';

/** The prefixes all JetStream subjects of one manager start with, without a dot at the end. */
export interface SubjectPrefixes {
  readonly api: string;
  readonly event: string;
}

/**
 * The prefixes for a manager's options. A domain and an API prefix exclude one another: the domain *is* a prefix,
 * `$JS.<domain>.API`.
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
    throw new JetStreamManagerError('INVALID_OPTIONS', 'apiPrefix and domain exclude one another');
  }
  if (domain !== undefined) assertToken(domain);
  return {
    api: domain === undefined ? trimPrefix(apiPrefix ?? defaultApiPrefix, 'apiPrefix') : `$JS.${domain}.API`,
    event: trimPrefix(eventPrefix ?? defaultEventPrefix, 'eventPrefix'),
  };
}

/** `name` where it may stand in a subject as the name of a stream, consumer, account or peer; else `INVALID_NAME`. */
export function assertName(name: string, what: string): string {
  if (isValidName(name)) return name;
  throw new JetStreamManagerError('INVALID_NAME', `the ${what} name ${JSON.stringify(name)} is not allowed`, {
    details: { name, what },
  });
}

/** Whether `name` may name a stream or consumer: not empty, no blank, dot, wildcard, slash or control character. */
export function isValidName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  return name.length > 0 && !/[\s.*>/\\\u0000-\u001f\u007f]/.test(name);
}

/** Throws `INVALID_ARGUMENT` unless `subject` may be a subject, wildcards allowed; `what` names the argument. */
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
    throw new JetStreamManagerError('INVALID_OPTIONS', `${option} ${JSON.stringify(prefix)} is no subject prefix`);
  }
  return trimmed;
}

function assertToken(domain: string): void {
  if (isValidName(domain)) return;
  throw new JetStreamManagerError('INVALID_OPTIONS', `domain ${JSON.stringify(domain)} is not one subject token`);
}
