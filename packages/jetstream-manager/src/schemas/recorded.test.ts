import * as fc from 'fast-check';
import { knownDifferences } from '../../test/support/known-differences.js';
import { mutationOf } from '../../test/support/message-arbitrary.js';
import { recordedMessages } from '../../test/support/recorded-messages.js';
import { compile, referenceSchemas } from '../../test/support/reference-schemas.js';
import { formatExactJson } from '../json/exact-json.js';
import { parseMessage } from './parse-message.js';
import { describeType, schemaTypes } from './schema.js';
import { validate } from './validate.js';

const runs = Number(process.env['AGREEMENT_RUNS'] ?? 10);
const referenceOf = new Map([...referenceSchemas].map(([type, schema]) => [type, compile(schema)]));

const verdicts = (type: string, value: unknown) => {
  const message: unknown = JSON.parse(JSON.stringify(value ?? null));
  return { message, ours: validate(type, message).ok, reference: referenceOf.get(type)?.(message) };
};

const agree = (type: string, value: unknown) => {
  const found = verdicts(type, value);
  // Calling `expect` for each would take longer than the verdicts.
  if (found.ours !== found.reference) throw new Error(`the verdicts differ: ${JSON.stringify(found)}`);
};

const numbered = recordedMessages.map((recorded, index) => ({ ...recorded, index }));

describe('the recorded messages', () => {
  it('cover every type, on the newest server or constructed', () => {
    const types = recordedMessages.filter(({ source }) => source !== '2.9').map(({ type }) => type);
    expect([...new Set(types)].sort()).toEqual(schemaTypes());
  });

  it('cover on 2.9 every type that 2.9 knows and that can be provoked', () => {
    const recorded = new Set(recordedMessages.filter(({ source }) => source !== '2.15').map(({ type }) => type));
    const isOld = (type: string) => {
      const [, minor] = describeType(type).since.split('.').map(Number);
      return minor === undefined || minor <= 9;
    };
    expect(schemaTypes().filter((type) => isOld(type) !== recorded.has(type))).toEqual([]);
  });

  it('are refused in the known places, and in no others', () => {
    const refused: Record<string, string[]> = {};
    for (const { type, message } of recordedMessages) {
      const result = validate(type, message);
      const fields = result.ok ? [] : result.issues.map(({ field }) => field.replaceAll(/\[\d+\]/g, '[]'));
      if (fields.length > 0) refused[type] = [...new Set([...(refused[type] ?? []), ...fields])].sort();
    }
    expect(refused).toEqual(knownDifferences);
  });

  it.each(numbered)('$source $type ($index) gets the same verdict from ours and the reference', ({ type, message }) => {
    agree(type, message);
  });

  it.each(numbered)('$source $type ($index) does so after any change', ({ type, message }) => {
    fc.assert(
      fc.property(mutationOf(message), (changed) => agree(type, changed)),
      { numRuns: runs },
    );
  });

  it.each(numbered)('$source $type ($index) is parsed whole', ({ type, text, message }) => {
    const parsed = parseMessage(text);
    expect(formatExactJson(parsed.message)).toBe(text);
    expect(parsed.type).toBe(message.type === undefined ? 'io.nats.unknown_message' : type);
  });
});
