import type { NatsConnection } from '@nats-io/nats-core';
import type { Logger } from '@symphony-ts/contract';
import * as z from 'zod';

/** Where replicas tell each other who floods. The platform's account does not export it. */
export const FLOOD_SUBJECT = 'symphony.floods';

/** What one replica did about a caller that floods. */
export const Pause = z.object({
  /** An extension loses the platform's services, a user its connections, and then its credentials (`credentials`). */
  what: z.enum(['extension', 'user', 'credentials']),
  /** The extension's prefix, or the public key of the user. */
  name: z.string(),
});
export type Pause = z.infer<typeof Pause>;

const Announcement = Pause.extend({ from: z.string() });

/** How replicas tell each other of pauses. */
export interface SharedPauses {
  /** Tells the other replicas of a pause. */
  readonly tell: (pause: Pause) => void;
  readonly stop: () => void;
}

interface Settings {
  readonly nc: NatsConnection;
  /** Names this replica. */
  readonly from: string;
  readonly logger: Logger;
}

/** Receives the pauses of the other replicas. Otherwise each replica would give the flooder's account its rights back. */
export function sharePauses({ nc, from, logger }: Settings, take: (pause: Pause) => void): SharedPauses {
  const subscription = nc.subscribe(FLOOD_SUBJECT, {
    callback: (error, message) => {
      if (error) return logger.warn('the pauses of other replicas cannot be received', { err: error });
      const announcement = Announcement.safeParse(message.json());
      if (announcement.success && announcement.data.from !== from) take(announcement.data);
    },
  });
  return {
    tell: (pause) => {
      if (!nc.isClosed()) nc.publish(FLOOD_SUBJECT, JSON.stringify({ ...pause, from }));
    },
    stop: () => {
      if (!subscription.isClosed()) subscription.unsubscribe();
    },
  };
}
