export { Capability, KeyCapabilities, keyCapabilities } from './capabilities.js';
export { CommandEnvelope, buildCommand, readCommandPayload } from './commands.js';
export {
  STATUS_BUCKET,
  bucketStream,
  bucketSubject,
  isBucketName,
  isReservedBucket,
  parseStatusKey,
  platformBuckets,
  replicasFor,
  statusKey,
} from './buckets.js';
export { DiscoveredService, DiscoveryReply, DiscoveryRequest, ServiceAnswer, discoveryVerbs } from './discovery.js';
export { EnforcementPayload, UsageReply, UsageReport, enforcementStatuses } from './enforcement.js';
export { EndpointError } from './endpoint-error.js';
export { ErrorReply, RetryDetails } from './error-reply.js';
export { formatIssues, formatProblem } from './error-entry.js';
export { errorTable } from './error-table.js';
export {
  CallerClaim,
  CallerIdentity,
  type CallerProof,
  claimText,
  holderText,
  parseCallerProof,
} from './caller-claim.js';
export { CredentialExchange, NATS_ADDRESS_TAG, ProvisionReply, ProvisionRequest } from './exchange.js';
export { encodeFramed, encodeFramedText, framedType, isFramed, readFramed, splitFramed } from './framed.js';
export { headers, isIdentityHeader } from './headers.js';
export { jetStreamCodes } from './jetstream-codes.js';
export { readForm, readHttpBody, readQueryParams } from './http-body.js';
export { httpPath, httpPaths } from './http-paths.js';
export { silentLogger } from './logger.js';
export {
  Manifest,
  ManifestBucket,
  ManifestEndpoint,
  ManifestMenu,
  ManifestResource,
  ManifestRoute,
  ManifestService,
  ManifestWidget,
  RegistrationReply,
  RegistrationRequest,
  ResourceUpload,
  ResourceUploadReply,
  isIconClass,
  isVersion,
  mimeTypes,
} from './manifest.js';
export { ExtensionMethod, endpointMetadata, readMethods } from './methods.js';
export { isPromiseLike, whenReady } from './promise-like.js';
export { readOpenApiOperations } from './openapi-operations.js';
export { openApiYaml, parseOpenApiJson, withoutMark } from './openapi-text.js';
export { comparePrecedence, matchTemplate, parseTemplate } from './path-template.js';
export { logRefusal, refusalHeaders, refusalOf, refusalText } from './refusal.js';
export { assertKnownOptions, findUnknownOptions } from './option-names.js';
export { RestEnvelope } from './rest-envelope.js';
export { rights, storageRight } from './rights.js';
export { runtimeType } from './brand.js';
export { LONGEST_PAUSE_MS, PAUSE_BROADCAST, PauseNotice } from './pause-notice.js';
export { PeerMessage } from './peer-message.js';
export { withoutUndefined } from './without-undefined.js';
export { checkValue, isSchema, readIssues } from './schema.js';
export { ExtensionSummary, StatusEntry } from './status.js';
export {
  StorageChange,
  StorageEntry,
  StorageHistoryReply,
  StorageWatchReply,
  StorageListReply,
  StoragePutReply,
  StorageRequest,
} from './storage-service.js';
export {
  ABANDONED,
  BROADCASTS,
  ENFORCEMENT_BROADCAST,
  PEER_HANDLER,
  QUEUE_GROUP,
  REGISTRY_BROADCAST,
  RESERVED_ENDPOINTS,
  RESERVED_PREFIXES,
  ROOT,
  abandonedSubject,
  capabilitySubjects,
  commandsSubject,
  covers,
  discoverySubject,
  endpointPath,
  endpointSubject,
  eventSubjects,
  instanceSubject,
  isAbandonment,
  isPrefix,
  isSafeReply,
  isSubjectPattern,
  isSubjectToken,
  platformServices,
  serviceGroup,
  statusSubject,
  withoutRoot,
} from './subject.js';
export {
  AuthenticationError,
  BucketNotFoundError,
  ConnectionError,
  DisconnectedError,
  InvalidConfigurationError,
  InvalidModuleError,
  InvalidTokenError,
  KeyExistsError,
  KeyNotFoundError,
  NoRespondersError,
  PermissionError,
  RemoteError,
  RevisionConflictError,
  SymphonyError,
  TimeoutError,
  isSymphonyError,
} from './symphony-error.js';
export { limits } from './limits.js';
export { isAcceptedSubject, isLine } from './texts.js';
export { isTelemetry, telemetryMetadata, telemetrySignals } from './telemetry.js';
export { CALL_TIMEOUT_MS, HANDLER_TIMEOUT_MS, HEARTBEAT_INTERVAL_MS, STATUS_TTL_MS } from './timers.js';
export { errorCode, isError, toError } from './to-error.js';
export {
  contentKind,
  contentTypes,
  decodeJson,
  decodeText,
  decodeValue,
  encodeJson,
  encodeValue,
  isJsonType,
  mediaType,
} from './wire-value.js';
export { findNonJson } from './json-value.js';
export { decodeBase32, encodeBase32, formatToken, parseToken } from './token.js';

export type { DiscoveryVerb } from './discovery.js';
export type { EnforcementStatus } from './enforcement.js';
export type { Problem } from './error-entry.js';
export type { ErrorCode, ErrorParams } from './error-table.js';
export type { OptionNames, UnknownOption } from './option-names.js';
export type { Framed } from './framed.js';
export type { HttpBody, HttpBodyType, QueryParams } from './http-body.js';
export type { LogFields, Logger } from './logger.js';
export type { MimeType } from './manifest.js';
export type { DescribedEndpoint } from './methods.js';
export type { MaybePromise } from './promise-like.js';
export type { HttpPath } from './http-paths.js';
export type { Defined } from './without-undefined.js';
export type { HttpMethod, OpenApiDocument, OpenApiOperation } from './openapi-operations.js';
export type { PathTemplate } from './path-template.js';
export type { ContentKind, WireValue } from './wire-value.js';
export type { Refusal, RefusalOptions } from './refusal.js';
export type { WrappedReply } from './rest-envelope.js';
export type { StorageOperation } from './rights.js';
export type { EndpointInput, EndpointReply, GivenFor, TakenFor } from './endpoint-types.js';
export type { InputOf, Mistake, NoSchema, OutputOf, Schema, SchemaIssue, SchemaResult } from './schema.js';
export type { TelemetrySignal } from './telemetry.js';
export type { Token } from './token.js';
