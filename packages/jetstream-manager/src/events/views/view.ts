import type { MessageOf } from '../../schemas/message-of.js';
import type { EventType, Received } from '../kinds/event.js';
import type { Detail } from '../text/detail.js';

/** The view of an event: one line after its time, and full details below a title. */
export interface View<T extends EventType> {
  readonly compact: (event: Received<MessageOf<T>>) => string;
  readonly title: string | ((event: Received<MessageOf<T>>) => string);
  readonly details: (event: Received<MessageOf<T>>) => readonly Detail[];
}
