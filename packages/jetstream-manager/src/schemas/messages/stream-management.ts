import * as z from 'zod';
import { streamConfiguration } from '../shapes/stream-configuration.js';
import { streamInfo, streamInfoFields } from '../shapes/stream-info.js';
import { count } from '../values/integer.js';
import { once } from '../values/once.js';
import { text } from '../values/text.js';
import { about, apiMessage, apiResponse, apiResponseWith, page } from './message.js';

const streamFilter = once(() => z.looseObject({ subject: text().optional(), offset: count({ min: 0 }).optional() }));

/** Creating, changing, removing, describing and listing streams. */
export const streamManagementMessages = {
  ...apiMessage('stream_configuration', about('2.2.0', 'The configuration of a stream'), streamConfiguration),
  ...apiMessage('stream_create_request', about('2.2.0', 'Creates a stream'), streamConfiguration),
  ...apiResponseWith(
    'stream_create_response',
    about('2.2.0', 'The stream that was created, or that existed already'),
    () => ({
      did_create: z.boolean().optional(),
    }),
    streamInfoFields,
  ),
  ...apiMessage('stream_update_request', about('2.2.0', "Changes a stream's configuration"), streamConfiguration),
  ...apiResponse('stream_update_response', about('2.2.0', 'The stream after the change'), streamInfoFields),
  ...apiResponse('stream_delete_response', about('2.2.0', 'Whether the stream was deleted'), () => ({
    success: z.boolean(),
  })),
  ...apiMessage(
    'stream_info_request',
    about('2.2.0', 'Asks for the state of a stream, with deleted sequences or counts by subject if wanted'),
    () =>
      z.looseObject({
        deleted_details: z.boolean().optional(),
        subjects_filter: text().optional(),
        offset: count({ min: 0 }).optional(),
      }),
  ),
  ...apiResponseWith(
    'stream_info_response',
    about('2.2.0', 'The configuration and state of a stream'),
    () => ({
      total: page().total.optional(),
      offset: page().offset.optional(),
      limit: page().limit.optional(),
    }),
    streamInfoFields,
  ),
  ...apiMessage(
    'stream_list_request',
    about('2.2.0', 'Asks for a page of streams, those of a subject if given'),
    streamFilter,
  ),
  ...apiResponseWith(
    'stream_list_response',
    about('2.2.0', 'A page of streams, with those that did not answer or are offline'),
    page,
    () => ({
      streams: z.array(streamInfo()),
      missing: z.array(text()).optional(),
      offline: z.record(z.string(), z.string()).optional(),
    }),
  ),
  ...apiMessage(
    'stream_names_request',
    about('2.2.0', 'Asks for a page of stream names, those of a subject if given'),
    streamFilter,
  ),
  ...apiResponseWith(
    'stream_names_response',
    about('2.2.0', 'A page of stream names'),
    page,
    // The published schema requires `streams` but does not describe it. It describes a field `consumers` instead.
    () => ({
      streams: z.custom<readonly string[] | null>((value) => value !== undefined, 'required'),
      consumers: z.array(text()).optional(),
    }),
  ),
};
