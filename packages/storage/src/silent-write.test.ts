import { DisconnectedError, TimeoutError } from '@symphony-ts/contract';
import { silentWriteError } from './silent-write.js';

describe('silentWriteError', () => {
  it.each([
    [1, "bucket 'b' answers other questions but stores nothing, so the disk of its server may be full"],
    [3, 'the disk of its leader may be full, or most of its copies away'],
    [undefined, 'the disk of its leader may be full, or most of its copies away'],
  ])('says what is known of a bucket with %p copies, and when a retry helps', (replicas, known) => {
    const cause = new Error('timeout');
    const error = silentWriteError(new TimeoutError({ subject: '$KV.b.k', timeoutMs: 10 }, { cause }), {
      bucket: 'b',
      replicas,
    });
    expect(error).toMatchObject({ code: 'TIMEOUT', cause, params: { subject: '$KV.b.k', timeoutMs: 10 } });
    expect(error.message).toContain('no answer from $KV.b.k within 10 ms: ');
    expect(error.message).toContain(known);
    expect(error.message).toContain('correct the cause before you retry');
    expect(error.message).not.toContain('timeoutMs');
  });

  it.each([
    ['another failure', new DisconnectedError({ what: '$KV.b.k', isSent: false })],
    ['what is no error of the project', new Error('timeout')],
  ])('leaves %s as it is', (_what, error) => {
    expect(silentWriteError(error, { bucket: 'b', replicas: 1 })).toBe(error);
  });
});
