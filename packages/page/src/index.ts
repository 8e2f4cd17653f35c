// oxlint-disable-next-line typescript/triple-slash-reference -- an import could not bring the ambient module '@symphony'
/// <reference path="../symphony.d.ts" preserve="true" />
export type { Breadcrumbs, SymphonyPage, PageTheme, PageUser } from './symphony-page.js';
export type { PageConnection, PageMessage, PageSubscription, RequestOptions, SubscribeOptions } from './connection.js';
export type { PageBucket, PageChange, PageEntry, WriteOptions } from './bucket.js';
export type { FrameRequest, FrameResponse, FrameStart, SymphonyFrame } from './symphony-frame.js';
