import 'reflect-metadata';

// For authors: declaring an extension.
export { AppModule } from './decorators/app-module.js';
export { Bucket } from './decorators/bucket.js';
export { Capability } from './decorators/capability.js';
export { defineToken } from './decorators/inject.js';
export { Endpoint, InstanceHandler } from './decorators/endpoint.js';
export { Extension } from './decorators/extension.js';
export { Help } from './decorators/resource.js';
export { OnEnforcement, OnRebalance, OnStart, OnStop } from './decorators/hooks.js';
export { Inject, Injectable } from './decorators/inject.js';
export { Menu } from './decorators/navigation.js';
export { OnCommand, Subscribe } from './decorators/messages.js';
export { Resource } from './decorators/resource.js';
export { Rest } from './decorators/rest.js';
export { Route } from './decorators/navigation.js';
export { Widget } from './decorators/navigation.js';
export { EndpointError, mimeTypes as MimeType } from '@symphony-ts/contract';

// What handlers and constructors are given.
export { ExtensionContext } from './context/extension-context.js';
export { Logger, createLogger } from './context/logger.js';
export { WorkPartitioner } from './partitioner/work-partitioner.js';
export { defineExtension } from './define/define-extension.js';
export { command, endpoint, rest, subscription } from './define/handlers.js';
export { parseRestRequest } from './replies/parse-rest-request.js';
export { RestResponse } from './replies/rest-response.js';
export type { WrappedReply } from './replies/wrapped-reply.js';

// Running it.
export { createApplication } from './runtime/application.js';
export { readManifests } from './manifest/read-manifests.js';

export type {
  AddEndpointOptions,
  CreateBucketOptions,
  ExtensionInfo,
  ResourceContent,
  UsageReportOptions,
  UsageResult,
} from './context/extension-context.js';
export type { LogLevel, LoggerOptions } from './context/logger.js';
export type { Provider, Providers, Token } from './metadata/provider.js';
export type { EnforcementState } from './model/extension-model.js';
export type { RebalanceListener } from './partitioner/work-partitioner.js';
export type { AppModuleOptions } from './decorators/app-module.js';
export type { BucketOptions } from './metadata/bucket-options.js';
export type { EndpointOptions } from './metadata/endpoint-options.js';
export type { ExtensionOptions } from './metadata/extension-options.js';
export type { ResourceOptions, ResourceUri, RouteChildren } from './metadata/interface-options.js';
export type { CommandOptions, SubscribeOptions } from './metadata/message-options.js';
export type { RestOptions } from './metadata/rest-options.js';
export type { DefinitionOptions } from './define/definition-options.js';
export type { CommandHandler, EndpointHandler, RestHandler, SubscriptionHandler } from './define/handlers.js';
export type { ExtensionDefinition } from './scan/extension-source.js';
export type { ParsedRestRequest } from './replies/parse-rest-request.js';
export type { PathParams } from './replies/requests.js';
export type { EndpointRequest, EventMessage, RestRequest } from './replies/requests.js';
export type { Application } from './runtime/application.js';
export type { RunningExtension } from './runtime/extension-runtime.js';
export type {
  AttributeValue,
  Attributes,
  Counter,
  CounterOptions,
  Histogram,
  HistogramOptions,
  Metrics,
  ObservabilityOptions,
  Span,
  SpanOptions,
  Tracer,
} from '@symphony-ts/observability';
export type { ApplicationOptions } from './runtime/settings.js';
export type {
  CallerIdentity,
  EndpointInput,
  EndpointReply,
  InputOf,
  MimeType as MimeTypeName,
  OutputOf,
  Schema,
} from '@symphony-ts/contract';
