// Managing streams and consumers.
export { createManager } from './manager/create-manager.js';
export { Manager } from './manager/manager.js';
export { Streams } from './streams/streams.js';
export { Stream } from './streams/stream.js';
export { StreamConsumers } from './consumers/stream-consumers.js';
export { Consumer } from './consumers/consumer.js';
export { Account } from './manager/account.js';
export { Meta } from './manager/meta.js';
export { defaultStream, defaultWorkQueue } from './streams/stream-config.js';
export { defaultConsumer, sampledDefaultConsumer } from './consumers/consumer-config.js';
export { parseHeaderMetadata, parseMessageMetadata, parseReplyMetadata } from './messages/message-metadata.js';
export type { ManagerOptions } from './manager/manager-options.js';
export type { NamedStreamSettings, StreamSettings } from './streams/stream-config.js';
export type { PurgeRequest } from './streams/stream.js';
export type { StreamFilter, StreamList } from './streams/streams.js';
export type { ExactStreamInfo } from './streams/exact-stream-info.js';
export type { ExactConsumerInfo } from './consumers/exact-consumer-info.js';
export type { DirectBatchRequest, DirectLastRequest } from './streams/direct-get.js';
export type { ConsumerSettings } from './consumers/consumer-config.js';
export type { ConsumerList } from './consumers/stream-consumers.js';
export type { PauseState } from './consumers/consumer.js';
export type { NextMessageOptions } from './consumers/next-message.js';
export type { StepDownPlacement } from './connection/step-down.js';
export type { MessageMetadata, MessageWithMetadata } from './messages/message-metadata.js';

// Published vulnerabilities of servers.
export { advisoriesOf, safeReleases } from './advisories/advisories-of.js';
export { advisoryUrl, serverAdvisories } from './advisories/server-advisories.js';
export type { AdvisoryArea, ServerAdvisory } from './advisories/server-advisories.js';

// Comparing and looking through.
export { findGaps } from './gaps/find-gaps.js';
export { pages } from './messages/pager.js';
export { diffStream } from './diff/stream-diff.js';
export { diffConsumer } from './diff/consumer-diff.js';
export type { Gap } from './gaps/gap-collector.js';
export type { GapOptions } from './gaps/find-gaps.js';
export type { PagerOptions } from './messages/pager.js';
export type { FieldChange } from './diff/field-change.js';

// Checks for monitoring systems.
export { checkAccount, checkAccountUsage } from './checks/check-account.js';
export { checkConnection } from './checks/check-connection.js';
export { checkConsumer, checkConsumerInfo } from './checks/check-consumer.js';
export { checkCredential } from './checks/check-credential.js';
export { checkKv } from './checks/check-kv.js';
export { checkMessage } from './checks/check-message.js';
export { checkRequest } from './checks/check-request.js';
export { CheckReport, runCheck } from './checks/check-result.js';
export { checkStream, checkStreamInfo } from './checks/check-stream.js';
export { checkExitCode, renderCheck } from './checks/render-check.js';
export type { AccountCheckOptions } from './checks/check-account.js';
export type { CheckMetric, CheckResult, CheckStatus } from './checks/check-result.js';
export type { ConnectionCheckOptions } from './checks/check-connection.js';
export type { ConsumerCheckOptions } from './checks/check-consumer.js';
export type { CredentialCheckOptions } from './checks/check-credential.js';
export type { KvCheckOptions } from './checks/check-kv.js';
export type { MessageCheckOptions } from './checks/check-message.js';
export type { RequestCheckOptions } from './checks/check-request.js';
export type { StreamCheckOptions } from './checks/stream-check-options.js';
export type { CheckFormat, RenderCheckOptions } from './checks/render-check.js';
export type { Threshold } from './checks/threshold.js';

// Errors.
export { isJetStreamManagerError, JetStreamManagerError } from './errors/manager-error.js';
export { ApiError, ConsumerNotFoundError, StreamNotFoundError } from './errors/api-error.js';
export type { JetStreamManagerErrorCode } from './errors/error-codes.js';
export type { ErrorDetails } from './errors/manager-error.js';

// Tracing, validation, names.
export { isValidName } from './api/api-subject.js';
export type { Trace, TraceEvent } from './connection/trace.js';
export type { RequestProblem, RequestValidator } from './connection/request-validator.js';
// Message types: schemas, validation, parsing.
export { formatExactJson, parseExactJson } from './json/exact-json.js';
export {
  parseAndValidateMessage,
  parseMessage,
  typeForMessage,
  unknownMessageType,
} from './schemas/parse-message.js';
export { typesForRequestSubject } from './schemas/request-subject.js';
export { describeType, schema, schemaSearch, schemaTypes, schemaUrl } from './schemas/schema.js';
export { isMessageOf, validate } from './schemas/validate.js';
export type { About as TypeDescription } from './schemas/messages/message.js';
export type { MessageOf } from './schemas/message-of.js';
export type { MessageType, PublishedMessage, SilentMessageType, SpokenMessageType } from './schemas/messages.js';
export type { KnownMessage, MessageData, ParsedMessage, UnknownMessage } from './schemas/parse-message.js';
export type { RequestTypes } from './schemas/request-subject.js';
export type { JsonSchema } from './schemas/schema.js';
export type { SchemaIssue, ValidationResult } from './schemas/validate.js';
export type { Integer } from './schemas/values/integer.js';

// The server's error catalogue.
export { isServerError, serverErrorByCode, serverErrors } from './errors/server-errors.js';
export type { ServerError, ServerErrorName } from './errors/server-errors.js';

// Backup and restore.
export { backupStream } from './backup/backup-stream.js';
export { restoreStream } from './restore/restore-stream.js';
export { backupAccount } from './backup/backup-account.js';
export { restoreAccount } from './restore/restore-account.js';
export type { BackupOptions, BackupResult } from './backup/backup-stream.js';
export type { RestoreOptions, RestoreResult } from './restore/restore-options.js';
export type {
  ConsumerReport,
  RedeliveringConsumer,
  RemakeConsumers,
  RolledBackConsumer,
} from './restore/restored-consumers.js';
export type { Follower } from './restore/followers.js';
export type { ResumedSource } from './restore/resume-sources.js';
export type { AccountBackupOptions, AccountBackupResult } from './backup/backup-account.js';
export type { AccountRestoreOptions, AccountRestoreResult } from './restore/restore-account.js';
export type { OnProgress, TransferProgress } from './backup/transfer-progress.js';

// Backups in stores, and as streams of bytes.
export { fetchBackup, listBackups, storeBackup } from './stores/stored-backups.js';
export { storeAccount } from './stores/store-account.js';
export { folderStore } from './stores/folder-store.js';
export { s3Store } from './stores/s3-store.js';
export { packBackup, unpackBackup } from './stores/pack-backup.js';
export { createBackupKey, openChunks, parseBackupKey, sealChunks } from './stores/sealed-chunks.js';
export type { StoredBackup, StoreOptions } from './stores/stored-backups.js';
export type { StoredAccount } from './stores/store-account.js';
export type { BackupStore } from './stores/backup-store.js';
export type { S3StoreOptions } from './stores/s3-store.js';
export type { BackupKey } from './stores/sealed-chunks.js';

// Events of the server.
export { buildCloudEvent } from './events/cloud-event.js';
export { isEvent } from './events/kinds/event.js';
export { eventSubjects } from './events/events.js';
export { events } from './events/events.js';
export { renderEvent, renderFormats } from './events/render-event.js';
export type { CloudEvent } from './events/cloud-event.js';
export type { EventType, NatsEvent, ReceivedEvent } from './events/kinds/event.js';
export type { EventsOptions } from './events/events.js';
export type { RenderFormat } from './events/render-event.js';

// Proving, copying and describing.
export { drillBackup } from './restore/drill-backup.js';
export { verifyBackup } from './restore/verify-backup.js';
export { cloneStream } from './restore/clone-stream.js';
export { applyAssets, applySteps } from './assets/apply-assets.js';
export { planAssets } from './assets/plan-assets.js';
export { exportAssets } from './assets/export-assets.js';
export type { DrillOptions, DrillResult } from './restore/drill-backup.js';
export type { VerifiedBackup } from './restore/verify-backup.js';
export type { CloneOptions } from './restore/clone-stream.js';
export type { AppliedAssets, ApplyOptions } from './assets/apply-assets.js';
export type { AssetStep, PlanOptions } from './assets/plan-assets.js';
export type { ExportOptions, SkippedAsset } from './assets/export-assets.js';
export type { WantedAssets, WantedBucket, WantedObjectStore, WantedStream } from './assets/wanted-assets.js';
