export { createMemoryBucket } from './fakes/memory-bucket.js';
export { MemoryLink } from './fakes/memory-link.js';

export type { MemoryBucketOptions } from './fakes/memory-bucket.js';
export type { DisconnectOptions } from './fakes/memory-link.js';
export { TestExtension } from './extension/test-extension.js';

export type { CallsAs } from './extension/calls-as.js';
export type { RestInit, RestResult } from './extension/call-rest.js';
export type { LogLine } from './extension/test-log.js';
export type { ExtensionCalls, ExtensionUnderTest, PublishedMessage } from './extension/extension-under-test.js';
export type { TestExtensionOptions } from './extension/test-extension.js';
export { TestPlatform } from './platform/test-platform.js';
export type { LiveExtension } from './platform/live-extension.js';
export type { LiveExtensionOptions } from './platform/test-platform.js';
