export { apiPrefixOf, useJetStreamApi } from './api-prefix.js';
export { abortable, assertNotAborted } from './abort.js';
export { assertKeys, BatchTally, batchOptionNames, iterateEntries } from './batch.js';
export { callOptionNames, getOptionNames, readManyOptionNames, removeOptionNames, watchOptionNames } from './bucket.js';
export { assertBucketName, assertDeclaration } from './bucket-declaration.js';
export { guardMessages } from './guard/message-guard.js';
export { followPauses } from './requests/follow-pauses.js';
export { HeaderText } from './requests/header-text.js';
export { Cancellation } from './requests/cancellation.js';
export { linkOf, readPermissionViolation } from './requests/link.js';
export { livePings } from './requests/live-pings.js';
export { ReconnectDelay } from './replacement/reconnect-delay.js';
export { replaceBehind } from './replacement/replace-behind.js';
export { standInOptions } from './replacement/replace-behind.js';
export { abortion } from './requests/pending-request.js';
export { Outbox } from './requests/outbox.js';
export { publishOn } from './requests/publish.js';
export { isAnnouncement, RequestMultiplexer, requestsOf } from './requests/request-multiplexer.js';
export { sendFailure } from './requests/send-failure.js';
export { whenUp } from './when-up.js';
export { Slots } from './requests/slots.js';
export { objectStream } from './ensure-object-store.js';
export {
  assertFilter,
  assertKey,
  assertRevision,
  assertStoredKey,
  filterCovers,
  isFilter,
  isKey,
  isStoredKey,
} from './key.js';
export { ensureManifestBucket } from './manifest-bucket.js';
export { assertWindow } from './run-pipeline.js';
export { readChange } from './read-change.js';
export { OPERATION_HEADER, operationOf, operations } from './stored-message.js';
export { buildStreamConfig } from './stream-config.js';
export { checkShrink } from './update-plan.js';
export { createValueCodec, valueOptionNames } from './value-codec.js';
export { EXPECTED_HEADER } from './write-outcome.js';

export type { MessageGuard } from './guard/message-guard.js';
export type { StoredMessage } from './stored-message.js';
export type { ValueCodec } from './value-codec.js';
export type { Link } from './requests/link.js';
export type { Ask } from './requests/pending-request.js';
export type { Publication } from './requests/publish.js';
export type { Wait } from './when-up.js';
export type { FailedSend } from './requests/send-failure.js';
