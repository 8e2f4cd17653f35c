import { isJetStreamManagerError } from '../errors/manager-error.js';
import { isMessageOf, validate } from './validate.js';

const stream = {
  name: 'ORDERS',
  retention: 'limits',
  max_consumers: -1,
  max_msgs: -1,
  max_bytes: -1,
  max_age: 0,
  storage: 'file',
  num_replicas: 1,
};
const create = 'io.nats.jetstream.api.v1.stream_create_request';
const info = 'io.nats.jetstream.api.v1.stream_info_response';

const fieldsOf = (type: string, value: unknown) => {
  const result = validate(type, value);
  return result.ok ? [] : result.issues.map(({ field }) => field);
};

describe('validate', () => {
  it('accepts what fits', () => {
    expect(validate(create, stream)).toEqual({ ok: true });
  });

  it.each<[string, unknown, string[]]>([
    ['a wrong value', { ...stream, retention: 'forever' }, ['retention']],
    ['a missing field', { ...stream, storage: undefined }, ['storage']],
    ['a field that is not known', { ...stream, colour: 'red', 'a b': 1 }, ['colour', '["a b"]']],
    ['a field inside a list', { ...stream, sources: [{ name: 'OK' }, { name: 'a.b' }] }, ['sources[1].name']],
    ['the message itself', 7, ['']],
  ])('names %s', (_what, value, fields) => {
    expect(fieldsOf(create, value)).toEqual(fields);
  });

  it('names the fields of the alternative that was meant', () => {
    expect(fieldsOf(info, { type: info, error: { code: 'x' } })).toEqual(['error.code']);
    const state = { messages: -1, bytes: 0, first_seq: 0, last_seq: 0, consumer_count: 0 };
    expect(fieldsOf(info, { type: info, config: stream, created: '2026-01-01T00:00:00Z', state })).toEqual([
      'state.messages',
    ]);
  });

  it('says what is wrong in words', () => {
    const result = validate(create, { ...stream, storage: undefined, max_age: 1.5, retention: 'forever', name: 7 });
    expect(result).toEqual({
      ok: false,
      issues: [
        { field: 'name', message: 'expected string, received number' },
        { field: 'retention', message: 'expected one of "limits"|"interest"|"workqueue"' },
        { field: 'max_age', message: 'expected a whole number from 0 to 9223372036854775807' },
        { field: 'storage', message: 'required' },
      ],
    });
  });

  it('refuses a result that is an error as well', () => {
    const type = 'io.nats.jetstream.api.v1.stream_delete_response';
    const result = validate(type, { type, success: true, error: { code: 404 } });
    expect(result).toEqual({ ok: false, issues: [{ field: '', message: 'is a result and an error at once' }] });
  });

  it('wants the start that a deliver policy needs', () => {
    const type = 'io.nats.jetstream.api.v1.consumer_configuration';
    expect(fieldsOf(type, { deliver_policy: 'by_start_sequence' })).toEqual(['opt_start_seq']);
  });

  it('takes integers up to 2^64-1, as bigint where a number is not exact', () => {
    expect(fieldsOf(create, { ...stream, first_seq: 18_446_744_073_709_551_615n })).toEqual([]);
    expect(fieldsOf(create, { ...stream, first_seq: 18_446_744_073_709_551_616n })).toEqual(['first_seq']);
  });

  it('throws for a type that it does not know', () => {
    let thrown: unknown;
    try {
      validate('io.nats.jetstream.api.v9.unheard_of', {});
    } catch (error) {
      thrown = error;
    }
    expect(isJetStreamManagerError(thrown, 'UNKNOWN_MESSAGE_TYPE')).toBe(true);
  });
});

describe('isMessageOf', () => {
  it('tells a message that fits from one that does not', () => {
    expect(isMessageOf(create, stream)).toBe(true);
    expect(isMessageOf(create, {})).toBe(false);
  });
});
