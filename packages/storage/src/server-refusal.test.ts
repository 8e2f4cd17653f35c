import { refusalError } from './server-refusal.js';

const refused = { bucket: 'b', operation: 'put', bytes: 200, maxValueBytes: 100 };

describe('refusalError', () => {
  it.each([
    [10059, 'stream not found', 'BUCKET_NOT_FOUND'],
    [10054, 'message size exceeds maximum allowed', 'PAYLOAD_TOO_LARGE'],
    [10077, 'maximum bytes exceeded', 'STORAGE_FULL'],
    [10077, 'maximum messages per subject exceeded', 'STORAGE_FULL'],
    [10077, 'write /x: no space left on device', 'STORAGE_FULL'],
    [10077, 'expected 7', 'STORAGE_FAILED'],
    [10047, 'insufficient storage resources available', 'STORAGE_FULL'],
    [10028, 'insufficient memory resources available', 'STORAGE_FULL'],
    [10002, 'resource limits exceeded for account', 'STORAGE_FULL'],
    [10026, 'maximum consumers limit reached', 'STORAGE_FULL'],
    [10008, 'JetStream system temporarily unavailable', 'STORAGE_UNAVAILABLE'],
    [10076, 'JetStream not enabled', 'STORAGE_UNAVAILABLE'],
    [10118, 'stream is offline', 'STORAGE_UNAVAILABLE'],
    [10111, 'rollup not permitted', 'STORAGE_REFUSED'],
    [10098, 'workqueue stream requires explicit ack', 'STORAGE_REFUSED'],
    [10109, 'invalid operation on sealed stream', 'STORAGE_REFUSED'],
    [10074, 'replicas > 1 not supported in non-clustered mode', 'STORAGE_REFUSED'],
  ])('%d, %s: %s', (err_code, description, code) => {
    expect(refusalError({ err_code, description }, refused)).toMatchObject({ code });
  });

  it.each([
    [10077, 'maximum bytes exceeded', 'maximum bytes exceeded: the size of the bucket (maxBytes)'],
    [10077, 'write /x: no space left on device', "the disk of JetStream's storage"],
    [10023, 'insufficient resources', 'max_file_store'],
    [10047, 'insufficient storage resources available', 'max_file_store'],
    [10028, 'insufficient memory resources available', 'max_memory_store'],
    [10002, 'resource limits exceeded for account', "JetStream's limits of the account"],
    [10026, 'maximum consumers limit reached', 'max_consumers'],
    [10027, 'maximum number of streams reached', 'max_streams'],
  ])('names the limit, and says that a retry does not help: %d, %s', (err_code, description, limit) => {
    const { message } = refusalError({ err_code, description }, refused);
    expect(message).toContain(`put on bucket 'b' was refused: ${description}`);
    expect(message).toContain(limit);
    expect(message).toContain('until then a retry does not help');
  });

  it('names the limit of a value, with its size', () => {
    expect(refusalError({ err_code: 10054 }, refused).message).toContain(
      "200 bytes exceeds the limit of 100 (maxValueBytes of bucket 'b')",
    );
  });
});
