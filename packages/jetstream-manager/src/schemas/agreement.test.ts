import * as fc from 'fast-check';
import { mutationOf, valueOf } from '../../test/support/message-arbitrary.js';
import { compile, referenceSchemas } from '../../test/support/reference-schemas.js';
import { schema, schemaTypes } from './schema.js';
import { validate } from './validate.js';

const runs = Number(process.env['AGREEMENT_RUNS'] ?? 30);

describe('the message types', () => {
  it('are those of the reference', () => {
    expect(schemaTypes()).toEqual([...referenceSchemas.keys()].sort());
    expect(schemaTypes()).toHaveLength(83);
  });
});

describe.each([...referenceSchemas])('%s', (type, reference) => {
  const accepts = compile(reference);
  const ownAccepts = compile(schema(type));

  /** The verdicts of both validators on a value after a round trip through JSON. */
  const verdicts = (value: unknown) => {
    const message: unknown = JSON.parse(JSON.stringify(value ?? null));
    const result = validate(type, message);
    return {
      message,
      issues: result.ok ? [] : result.issues,
      reference: accepts(message),
      schema: ownAccepts(message),
      validate: result.ok,
    };
  };

  // There are thousands of messages. Calling `expect` for each would take longer than the verdicts.
  const agree = (value: unknown) => {
    const found = verdicts(value);
    if (found.schema === found.reference && found.validate === found.reference) return;
    throw new Error(`the verdicts differ: ${JSON.stringify(found)}`);
  };

  it('agrees with its reference on messages made from it', () => {
    fc.assert(fc.property(valueOf(reference), agree), { numRuns: runs });
  });

  it('agrees with its reference on such messages after a change', () => {
    fc.assert(fc.property(valueOf(reference).chain(mutationOf), agree), { numRuns: runs * 3 });
  });
});
