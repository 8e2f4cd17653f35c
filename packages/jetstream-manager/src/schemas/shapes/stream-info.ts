import * as z from 'zod';
import { once } from '../values/once.js';
import { text } from '../values/text.js';
import { timestamp } from '../values/timestamp.js';
import { cluster } from './cluster.js';
import { streamConfiguration } from './stream-configuration.js';
import { streamSourceInfo } from './stream-source.js';
import { streamState } from './stream-state.js';

/** The fields that describe a stream in responses. */
export const streamInfoFields = once(() => ({
  config: streamConfiguration(),
  state: streamState(),
  created: timestamp(),
  ts: timestamp().optional(),
  cluster: cluster().optional(),
  mirror: streamSourceInfo().optional(),
  sources: z.array(streamSourceInfo()).optional(),
  alternates: z.array(z.looseObject({ name: text(), cluster: text(), domain: text().optional() })).optional(),
  domain: text().optional(),
}));

/** A stream's configuration, state and cluster, as in a list. */
export const streamInfo = once(() => z.looseObject(streamInfoFields()));
