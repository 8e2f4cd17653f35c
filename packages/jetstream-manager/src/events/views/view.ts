import type { MessageOf } from '../../schemas/message-of.js';
import type { EventType, Received } from '../kinds/event.js';
import type { Detail } from '../text/detail.js';

/** How an event reads: on one line behind its time, and in full below a title. */
export interface View<T extends EventType> {
  readonly compact: (event: Received<MessageOf<T>>) => string;
  readonly title: string | ((event: Received<MessageOf<T>>) => string);
  readonly details: (event: Received<MessageOf<T>>) => readonly Detail[];
}
