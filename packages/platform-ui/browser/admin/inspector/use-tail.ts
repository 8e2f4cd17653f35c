import type { PageMessage } from '@symphony-ts/page';
import { useEffect, useRef, useState } from 'react';
import type { PersonConnection } from '../../connect/person-connection.js';

/** A received event. */
export interface HeardEvent {
  /** The number of this event, counted from the start. */
  readonly id: number;
  /** Unix ms. */
  readonly at: number;
  readonly subject: string;
  /** The first part of its payload. */
  readonly text: string;
  readonly bytes: number;
}

/** The received events. */
export interface Tail {
  /** The latest events, newest first. */
  readonly events: readonly HeardEvent[];
  /** The number of all events, including those that are no longer kept. */
  readonly count: number;
  readonly clear: () => void;
}

const KEPT = 500;
const DRAW_MS = 200;
const LONGEST_BYTES = 4_096;
const decoder = new TextDecoder();

/**
 * Receives events on some subjects, unless it is paused. It updates the page at most five times a second, and keeps the
 * last five hundred events.
 */
export function useTail(connection: PersonConnection, subjects: readonly string[], isPaused: boolean): Tail {
  const heard = useRef<HeardEvent[]>([]);
  const count = useRef(0);
  const [drawn, setDrawn] = useState<Omit<Tail, 'clear'>>({ events: [], count: 0 });
  const draw = (): void => setDrawn({ events: heard.current.toReversed(), count: count.current });
  const key = subjects.join(' ');
  useEffect(() => {
    if (isPaused || key === '') return undefined;
    const hear = (message: PageMessage): void => {
      count.current += 1;
      heard.current.push(readEvent(message, count.current));
      if (heard.current.length > KEPT) heard.current.shift();
    };
    const subscriptions = key
      .split(' ')
      .map((subject) => connection.subscribe(subject, { callback: (_error, message) => hear(message) }));
    let last = count.current;
    const timer = setInterval(() => {
      if (last !== count.current) draw();
      last = count.current;
    }, DRAW_MS);
    return () => {
      clearInterval(timer);
      for (const subscription of subscriptions) subscription.unsubscribe();
    };
  }, [connection, key, isPaused]);
  const clear = (): void => {
    heard.current = [];
    count.current = 0;
    draw();
  };
  return { ...drawn, clear };
}

function readEvent({ subject, data }: PageMessage, id: number): HeardEvent {
  const text = decoder.decode(data.subarray(0, LONGEST_BYTES));
  return { id, at: Date.now(), subject, text, bytes: data.length };
}
