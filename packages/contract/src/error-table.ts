import { type ErrorEntry, entry, formatIssues, formatProblem, type Problem } from './error-entry.js';
import type { SchemaIssue } from './schema.js';

/** All error codes of the project. Keep the table sorted by subject area; `docs/errors.md` is checked against it. */
export const errorTable = {
  // identity and connection
  NO_TOKEN: entry(
    401,
    (p: { looked: readonly string[] }) => `no token found; looked in ${p.looked.join(', ')}`,
    'create an API key on the platform and set SYMPHONY_TOKEN, or pass it as token (--token at the command line)',
  ),
  INVALID_TOKEN: entry(
    401,
    (p: { reason: string }) => `the token cannot be decoded: ${p.reason}`,
    'copy the whole token again from where the API key was created',
    'InvalidTokenError',
  ),
  AUTHENTICATION_FAILED: entry(
    401,
    (p: { address: string; reason: string; login?: string }) =>
      `${p.address} refused ${p.login ?? 'the token'}: ${p.reason}`,
    {
      usual: 'check that the API key exists, is not revoked and has not expired',
      remedyFor: ({ login }) =>
        login && 'check what this NATS server expects: a user and password, token, nkey or credentials',
    },
    'AuthenticationError',
  ),
  KEY_IN_USE: entry(
    409,
    (p: { prefix: string; instanceId: string }) =>
      `another process of extension '${p.prefix}' runs with the same API key, so both have the instance id '${p.instanceId}'`,
    'give each process a key of its own, or start all of them with one REGISTRATION_TOKEN, which makes a key for each',
  ),
  CONNECTION_FAILED: entry(
    503,
    (p: { address: string; reason: string; isPlainNats?: boolean; remedy?: string }) =>
      `no connection to ${p.address}: ${p.reason}`,
    {
      usual: 'check that the address is right and reachable from here; SYMPHONY_ADDRESS overrides the one in the token',
      remedyFor: ({ isPlainNats, remedy }) =>
        isPlainNats ? 'check that the NATS server runs, and that its address is right and reachable from here' : remedy,
    },
    'ConnectionError',
  ),
  INVALID_CONFIGURATION: entry(
    500,
    (p: { setting: string; reason: string }) => `${p.setting}: ${p.reason}`,
    'correct the setting and start again',
    'InvalidConfigurationError',
  ),
  VULNERABLE_SERVER: entry(
    500,
    (p: { address: string; version: string; holes: readonly string[]; releases: readonly string[] }) =>
      `nats-server ${p.version} at ${p.address} does not keep accounts apart: ${p.holes.join(', ')}; fixed in ${p.releases.join(' and ')}`,
    'run one of these releases, or better the newest one; for development on loopback, --allow-vulnerable-server (dev.allowVulnerableServer) accepts this server',
  ),
  // calls
  TIMEOUT: entry(
    503,
    (p: { subject: string; timeoutMs: number; reason?: string }) =>
      `no answer from ${p.subject} within ${p.timeoutMs} ms${p.reason === undefined ? '' : `: ${p.reason}`}`,
    {
      usual: 'retry if the call may be repeated, or set a longer timeoutMs',
      remedyFor: ({ reason }) =>
        reason === undefined
          ? undefined
          : 'read the log of the server and correct the cause before you retry; the server may have done the request already',
    },
    'TimeoutError',
  ),
  DISCONNECTED: entry(
    503,
    (p: { what: string; isSent: boolean }) =>
      p.isSent
        ? `the connection to NATS broke before ${p.what} answered; the request may have been handled`
        : `there is no connection to NATS, so nothing was sent to ${p.what}`,
    'repeat it when the connection is back: this is safe if nothing was sent, otherwise only if the request may be handled twice',
    'DisconnectedError',
  ),
  NO_RESPONDERS: entry(
    503,
    (p: { subject: string }) => `nobody listens on ${p.subject}`,
    'check that the extension is running, that the subject is spelled right, and that an extension which calls it declares the capability',
    'NoRespondersError',
  ),
  PERMISSION_DENIED: entry(
    403,
    (p: { operation: 'publish' | 'subscribe'; subject: string }) => `not permitted to ${p.operation} ${p.subject}`,
    'declare the capability, and grant it to the API key',
    'PermissionError',
  ),
  REMOTE_ERROR: entry(
    502,
    (p: { subject: string; status: number; description: string; details?: unknown }) =>
      `${p.subject} answered ${p.status}: ${p.description}`,
    'read the answer of the service in details; if the status is below 500, change the request before you retry',
    'RemoteError',
  ),
  INVALID_REPLY: entry(
    502,
    (p: { subject: string; reason: string }) => `${p.subject} sent an unexpected answer: ${p.reason}`,
    'check that both sides use the same version of the contract',
  ),
  CONNECTION_CLOSED: entry(
    503,
    (p: { what: string }) => `${p.what}: the connection is closed`,
    'do not use a client or an extension after close() or stop()',
  ),
  ABORTED: entry(499, (p: { what: string }) => `${p.what} was aborted`, 'nothing to do: the caller cancelled it'),
  NOT_AN_ENDPOINT: entry(
    500,
    (p: { member: string }) => `${p.member} has no @Endpoint`,
    'add @Endpoint to the method, or call a method that has it',
  ),
  // requests to a handler
  INVALID_INPUT: entry(
    400,
    (p: { subject: string; issues: readonly SchemaIssue[] }) => `${p.subject}: ${formatIssues(p.issues)}`,
    'send a request that matches the schema of the endpoint',
  ),
  INVALID_RESPONSE: entry(
    500,
    (p: { member: string; issues: readonly SchemaIssue[] }) =>
      `${p.member} returned a value that does not match its response schema: ${formatIssues(p.issues)}`,
    'correct the handler or its response schema',
  ),
  UNSERIALIZABLE_RESPONSE: entry(
    500,
    (p: { member: string; reason: string }) => `${p.member} returned a value that cannot be sent: ${p.reason}`,
    'return JSON values, a string, a Uint8Array or a RestResponse',
  ),
  HANDLER_TIMEOUT: entry(
    504,
    (p: { member: string; timeoutMs: number }) => `${p.member} did not finish within ${p.timeoutMs} ms`,
    'make the handler faster, pass request.signal to its calls, or raise the timeoutMs of the endpoint',
  ),
  OVERLOADED: entry(
    429,
    (p: { member: string; queued: number; retryAfterMs: number }) =>
      `${p.member} has ${p.queued} requests waiting and accepts no more; try again in ${p.retryAfterMs} ms`,
    'send the request again after retryAfterMs, start more instances, or raise concurrency and maxQueued of the endpoint',
  ),
  INTERNAL: entry(
    500,
    (p: { what: string; logOf: string }) => `${p.what} failed; the log of ${p.logOf} has the details`,
    'search the log for the id of this error',
  ),
  // keys and accounts
  API_KEY_NOT_FOUND: entry(
    404,
    (p: { id: string }) => `there is no API key '${p.id}'`,
    'list the existing keys; a deleted key cannot be restored',
  ),
  INVALID_CAPABILITIES: entry(
    400,
    (p: { problems: readonly { subject: string; reason: string }[] }) =>
      `these capabilities cannot be granted: ${p.problems.map((problem) => `${problem.subject} (${problem.reason})`).join(', ')}`,
    "name an extension's own subjects, or the exact subject of another extension",
  ),
  ACCOUNT_UPDATE_FAILED: entry(
    503,
    (p: { account: string; reason: string }) => `the server did not accept the account '${p.account}': ${p.reason}`,
    'retry; if it fails again, check that the server trusts the operator of this platform',
  ),
  SIGN_IN_AGAIN: entry(
    403,
    (p: { minutes: number }) =>
      `this needs a sign-in in the last ${p.minutes} minutes; the sign-in of this session is older`,
    'sign in again, then repeat the request',
  ),
  ROLE_NOT_FOUND: entry(404, (p: { name: string }) => `there is no role '${p.name}'`, 'list the existing roles'),
  PREFIX_TAKEN: entry(
    409,
    (p: { prefix: string }) => `the prefix '${p.prefix}' belongs to another owner`,
    'choose another prefix, or ask its owner for a key',
  ),
  ACCOUNT_IN_USE: entry(
    409,
    (p: { prefix: string; keys: number }) =>
      `the account of '${p.prefix}' still has ${p.keys} valid API key${p.keys === 1 ? '' : 's'}`,
    'revoke the API keys of this prefix first',
  ),
  // the platform's own services and HTTP in front of extensions
  SERVICE_NOT_FOUND: entry(
    404,
    (p: { name: string; known: readonly string[] }) =>
      `the platform has no service '${p.name}'; it has ${p.known.join(', ')}`,
    'check the name, and check that platform and SDK use the same version of the contract',
  ),
  GATEWAY_TIMEOUT: entry(
    504,
    (p: { subject: string; timeoutMs: number }) => `${p.subject} did not answer within ${p.timeoutMs} ms`,
    'retry if the request may be repeated, or ask for more time with the Symphony-Timeout header',
  ),
  INSTANCE_NOT_FOUND: entry(
    404,
    (p: { prefix: string; instance: string }) => `extension '${p.prefix}' has no running instance '${p.instance}'`,
    'list the extension to see its running instances, or omit the instance',
  ),
  NO_LIVE_INSTANCE: entry(
    503,
    (p: { prefix: string }) => `no instance of extension '${p.prefix}' is connected`,
    'start the extension, or retry when it is back',
  ),
  EXTENSION_NOT_FOUND: entry(
    404,
    (p: { prefix: string }) => `no extension '${p.prefix}' is registered`,
    'check the prefix, and check that the extension has been started at least once',
  ),
  ROUTE_NOT_FOUND: entry(
    404,
    (p: { prefix: string; path: string }) => `extension '${p.prefix}' has no operation at ${p.path}`,
    'compare the path with the OpenAPI document of the extension',
  ),
  METHOD_NOT_ALLOWED: entry(
    405,
    (p: { method: string; path: string; allow: readonly string[] }) =>
      `${p.path} does not accept ${p.method}, only ${p.allow.join(', ')}`,
    'use one of the methods that the Allow header names',
  ),
  INVALID_REQUEST: entry(
    400,
    (p: { reason: string }) => `the request cannot be read: ${p.reason}`,
    'correct the request and send it again',
  ),
  TOO_MANY_REQUESTS: entry(
    429,
    (p: { retryAfterMs: number }) => `too many requests; the next one is accepted in ${p.retryAfterMs} ms`,
    'wait that long, and wait longer each time this error repeats',
  ),
  PAYLOAD_TOO_LARGE: entry(
    413,
    (p: { bytes: number; maxBytes: number; limit?: string }) =>
      `a message of ${p.bytes} bytes exceeds the limit of ${p.maxBytes} (${p.limit ?? 'max_payload of the NATS server'})`,
    'send less at a time, or raise that limit; a retry does not help',
  ),
  NOT_FOUND: entry(
    404,
    (p: { what: string; id: string }) => `there is no ${p.what} '${p.id}'`,
    'list the existing ones',
  ),
  // usage and licences
  INVALID_LICENSE: entry(
    400,
    (p: { reason: string }) => `the licence cannot be accepted: ${p.reason}`,
    'upload the document as the vendor signed it, or ask for a new one',
  ),
  LICENSE_ENFORCED: entry(
    403,
    (p: { prefix: string; reason: string }) => `requests to '${p.prefix}' are blocked by licensing: ${p.reason}`,
    'upload a licence with units for this extension',
  ),
  UNKNOWN_COMMAND: entry(
    404,
    (p: { command: string; known: readonly string[] }) =>
      `unknown command '${p.command}'; known: ${p.known.join(', ') || 'none'}`,
    'send one of the known commands',
  ),
  // storage
  BUCKET_NOT_FOUND: entry(
    404,
    (p: { bucket: string }) => `bucket '${p.bucket}' does not exist`,
    'declare it with @Bucket, or create it with createBucket',
    'BucketNotFoundError',
  ),
  BUCKET_WOULD_SHRINK: entry(
    409,
    (p: { bucket: string; changes: readonly string[] }) =>
      `bucket '${p.bucket}' would lose data: ${p.changes.join(', ')}`,
    'keep the old limits, or allow it with allowShrink',
  ),
  INVALID_BUCKET: entry(
    400,
    (p: { bucket: string; reason: string }) => `bucket '${p.bucket}': ${p.reason}`,
    'use letters, digits, _ and - in bucket names, and options in their documented ranges',
  ),
  INVALID_KEY: entry(
    400,
    (p: { bucket: string; key: string; reason: string }) => `key '${p.key}' of bucket '${p.bucket}': ${p.reason}`,
    'use visible ASCII characters and single dots between parts; no spaces, * or > in keys',
  ),
  INVALID_VALUE: entry(
    422,
    (p: { bucket: string; key: string; issues: readonly SchemaIssue[] }) =>
      `value of '${p.key}' in bucket '${p.bucket}' does not fit its schema: ${formatIssues(p.issues)}`,
    'correct the value, or the schema of the bucket',
  ),
  KEY_NOT_FOUND: entry(
    404,
    (p: { bucket: string; key: string }) => `bucket '${p.bucket}' has no key '${p.key}'`,
    'create the key first, or handle its absence',
    'KeyNotFoundError',
  ),
  KEY_EXISTS: entry(
    409,
    (p: { bucket: string; key: string; revision: number }) =>
      `key '${p.key}' of bucket '${p.bucket}' already exists, at revision ${p.revision}`,
    'use update with that revision, or put to overwrite',
    'KeyExistsError',
  ),
  REVISION_CONFLICT: entry(
    409,
    (p: { bucket: string; key: string; expected: number; actual: number | undefined }) =>
      `key '${p.key}' of bucket '${p.bucket}' is at revision ${p.actual ?? 'none'}, not ${p.expected}`,
    'read the key again, apply the change to what it holds now, and retry',
    'RevisionConflictError',
  ),
  STORAGE_FULL: entry(
    507,
    (p: { bucket: string; operation: string; limit: string }) =>
      `${p.operation} on bucket '${p.bucket}' was refused: ${p.limit}`,
    'remove data you no longer need, or raise that limit; until then a retry does not help',
  ),
  STORAGE_REFUSED: entry(
    409,
    (p: { bucket: string; operation: string; reason: string }) =>
      `the settings of bucket '${p.bucket}' do not permit ${p.operation}: ${p.reason}`,
    'change the request, or the stream of the bucket; a retry does not help',
  ),
  STORAGE_UNAVAILABLE: entry(
    503,
    (p: { bucket: string; operation: string; reason: string }) =>
      `${p.operation} on bucket '${p.bucket}' was not possible: ${p.reason}`,
    'retry: nothing was changed; if it fails again, check that the servers of the bucket run and have a leader',
  ),
  STORAGE_FAILED: entry(
    503,
    (p: { bucket: string; operation: string; reason: string }) =>
      `${p.operation} on bucket '${p.bucket}' failed: ${p.reason}`,
    'retry; if it fails again, check JetStream on the server',
  ),
  // modules and runtime
  INVALID_MODULE: entry(
    500,
    (p: { problems: readonly Problem[] }) =>
      `${p.problems.length} problem${p.problems.length === 1 ? '' : 's'}:\n${p.problems.map((problem) => `  - ${formatProblem(problem)}`).join('\n')}`,
    'correct each problem and start again',
    'InvalidModuleError',
  ),
  REGISTRATION_REFUSED: entry(
    403,
    (p: { prefix: string; reason: string }) => `the platform refused to register '${p.prefix}': ${p.reason}`,
    'correct the manifest as the reason says, or ask an administrator for the right',
  ),
  STARTUP_FAILED: entry(
    500,
    (p: { what: string; reason: string }) => `${p.what} failed while starting: ${p.reason}`,
    'read the cause; nothing is left running',
  ),
  PORT_IN_USE: entry(
    500,
    (p: { port: number; what: string }) => `${p.what} cannot listen on port ${p.port}: it is in use`,
    'stop the program that uses it, or choose another port',
  ),
  UNSUPPORTED: entry(
    501,
    (p: { what: string; where: string }) => `${p.what} is not available ${p.where}`,
    'use what the guide recommends instead',
  ),
} as const satisfies Record<string, ErrorEntry<never>>;

/** A code of the error table, such as `SUBJECT_CONFLICT`. `docs/errors.md` lists all of them. */
export type ErrorCode = keyof typeof errorTable;
/** The parameters of the message of an error with this code. */
export type ErrorParams<C extends ErrorCode> = Parameters<(typeof errorTable)[C]['text']>[0];
