import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { Pipeline } from './pipeline.js';

type OnReply = (error: Error | null, message: Msg) => void;

/** A connection that records subscriptions and requests. The test plays the server. */
function recorded() {
  const subscriptions = new Map<string, OnReply>();
  const replies: string[] = [];
  const nc: object = {
    isClosed: () => false,
    isDraining: () => false,
    status: () => Object.assign((async function* none() {})(), { stop: () => undefined }),
    subscribe: (subject: string, { callback }: { callback: OnReply }) => {
      subscriptions.set(subject, callback);
      return { unsubscribe: () => subscriptions.delete(subject) };
    },
    publish: (_subject: string, _data: Uint8Array, { reply }: { reply: string }) => void replies.push(reply),
  };
  return { nc: nc as NatsConnection, subscriptions, replies };
}

describe('Pipeline', () => {
  it('tells of each request once, whatever still arrives after its replies were refused', () => {
    const { nc, subscriptions, replies } = recorded();
    const settled: string[] = [];
    const pipeline = Pipeline.open(nc, {
      inboxPrefix: undefined,
      what: 'the test',
      window: 100,
      timeoutMs: 60_000,
      subjectPrefix: 'x.',
      judgeReply: () => 'done',
      explainSilence: async () => undefined,
      onDone: (count) => settled.push(`${count} done`),
      onFailed: (key, error) => settled.push(`${key} ${error.message}`),
    });
    const keys = Array.from({ length: 100 }, (_, index) => `k${index}`);
    for (const key of keys) pipeline.send(key, new Uint8Array(1));
    const callbacks = new Map(subscriptions);
    const [first] = callbacks.values();
    first?.(new Error('refused'), {} as Msg);
    for (const reply of replies) subscriptions.get(reply)?.(null, { subject: reply } as Msg);
    pipeline.close();
    expect(settled).toEqual(keys.map((key) => `${key} refused`));
  });
});
