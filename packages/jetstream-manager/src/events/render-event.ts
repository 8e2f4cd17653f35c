import { JetStreamManagerError } from '../errors/manager-error.js';
import { formatExactJson } from '../json/exact-json.js';
import { buildCloudEvent } from './cloud-event.js';
import type { EventType, NatsEvent } from './kinds/event.js';
import { formatDetails } from './text/detail.js';
import { clockTime, shown } from './text/values.js';
import { clusterViews } from './views/cluster-views.js';
import { consumerViews } from './views/consumer-views.js';
import { serverViews } from './views/server-views.js';
import { streamViews } from './views/stream-views.js';
import type { View } from './views/view.js';

/** The formats of {@link renderEvent}. The names are those of the NATS tools. */
export const renderFormats = ['text/compact', 'text/extended', 'application/json', 'application/cloudeventv1'] as const;

/** One of {@link renderFormats}. */
export type RenderFormat = (typeof renderFormats)[number];

const views: { readonly [T in EventType]: View<T> } = {
  ...streamViews,
  ...consumerViews,
  ...clusterViews,
  ...serverViews,
};

/**
 * Renders an event as text. The formats are: one line, several lines with all details, indented JSON, or a CloudEvent
 * 1.0. The text does not end with a line break. A missing field is shown as a dash.
 *
 * @throws `UNKNOWN_MESSAGE_TYPE` when the value is not a known event
 * @throws `UNKNOWN_FORMAT` when the format does not exist
 */
export function renderEvent(event: NatsEvent, format: RenderFormat): string {
  switch (format) {
    case 'text/compact':
      return renderCompact(event);
    case 'text/extended':
      return renderExtended(event);
    case 'application/json':
      return formatExactJson(event.message, 2);
    case 'application/cloudeventv1':
      return formatExactJson(buildCloudEvent(event), 2);
    default:
      throw new JetStreamManagerError('UNKNOWN_FORMAT', `"${String(format)}" is not an event format`);
  }
}

function renderCompact(event: NatsEvent): string {
  return `${clockTime(event.message.timestamp)} ${viewOf(event).compact(event.message)}`;
}

function renderExtended(event: NatsEvent): string {
  const { title, details } = viewOf(event);
  const heading = typeof title === 'string' ? title : title(event.message);
  const { timestamp, id } = event.message;
  return `[${clockTime(timestamp)}] [${shown(id)}] ${heading}\n\n${formatDetails(details(event.message))}`;
}

function viewOf(event: NatsEvent): View<EventType> {
  if (!Object.hasOwn(views, event.type)) {
    throw new JetStreamManagerError('UNKNOWN_MESSAGE_TYPE', `"${shown(event.type)}" is not a known event`);
  }
  // This type is true: the table has the view of each type under its name, and the message is of that type.
  return views[event.type] as View<EventType>;
}
