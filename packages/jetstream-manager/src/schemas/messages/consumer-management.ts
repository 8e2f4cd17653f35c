import * as z from 'zod';
import { consumerConfiguration } from '../shapes/consumer-configuration.js';
import { consumerInfo, consumerInfoFields } from '../shapes/consumer-info.js';
import { text } from '../values/text.js';
import { about, apiMessage, apiResponse, apiResponseWith, page, pageRequest } from './message.js';

/** Creating, removing, describing and listing consumers. */
export const consumerManagementMessages = {
  ...apiMessage('consumer_configuration', about('2.2.0', 'The configuration of a consumer'), consumerConfiguration),
  ...apiMessage(
    'consumer_create_request',
    about('2.2.0', 'Creates or updates a consumer; action decides which of the two'),
    () =>
      z.looseObject({
        stream_name: text(),
        config: consumerConfiguration(),
        action: text().optional(),
        pedantic: z.boolean().optional(),
      }),
  ),
  ...apiResponse(
    'consumer_create_response',
    about('2.2.0', 'The consumer that was created or updated'),
    consumerInfoFields,
  ),
  ...apiResponse('consumer_delete_response', about('2.2.0', 'Whether the consumer was deleted'), () => ({
    success: z.boolean(),
  })),
  ...apiMessage('consumer_info_request', about('2.2.0', 'Asks for the state of a consumer; has no fields'), () =>
    z.looseObject({}),
  ),
  ...apiResponse(
    'consumer_info_response',
    about('2.2.0', 'The configuration and position of a consumer'),
    consumerInfoFields,
  ),
  ...apiMessage('consumer_list_request', about('2.2.0', 'Asks for a page of consumers'), () =>
    z.strictObject(pageRequest()),
  ),
  ...apiResponseWith('consumer_list_response', about('2.2.0', 'A page of consumers'), page, () => ({
    consumers: z.array(consumerInfo()),
  })),
  ...apiMessage('consumer_names_request', about('2.2.0', 'Asks for a page of consumer names'), () =>
    z.strictObject(pageRequest()),
  ),
  ...apiResponseWith('consumer_names_response', about('2.2.0', 'A page of consumer names'), page, () => ({
    consumers: z.array(text()),
  })),
};
