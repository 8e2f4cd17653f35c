import type { ReactElement } from 'react';
import { isObject, requiredOf, resolveRef, type Schema, textOf, typeWords } from './json-schema.js';

const DEEPEST = 4;

/** A schema, member by member. */
export function SchemaView(props: {
  readonly schema: Schema;
  readonly document: unknown;
  readonly depth?: number;
}): ReactElement {
  const { schema, document, depth = 0 } = props;
  const resolved = resolveRef(schema, document);
  const items = resolveRef(resolved['items'], document);
  const inner = isObject(resolved['properties']) ? resolved : items;
  const properties = isObject(inner['properties']) ? Object.entries(inner['properties']) : [];
  const required = requiredOf(inner);
  return (
    <>
      {depth === 0 && <p className="schema__type">{typeWords(schema, document)}</p>}
      {properties.length > 0 && (
        <ul className="schema">
          {properties.map(([name, given]) => {
            const member = isObject(given) ? given : {};
            return (
              <li key={name}>
                <code>{name}</code> <span className="muted">{typeWords(member, document)}</span>
                {required.includes(name) && <span className="badge">required</span>}
                <Facts schema={resolveRef(member, document)} />
                {depth < DEEPEST && <SchemaView schema={member} document={document} depth={depth + 1} />}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

const BOUNDS = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'default'] as const;

/** The allowed values, the limits and the description of a member. */
export function Facts({ schema }: { readonly schema: Schema }): ReactElement | null {
  const values: readonly unknown[] = Array.isArray(schema['enum'])
    ? schema['enum']
    : schema['const'] === undefined
      ? []
      : [schema['const']];
  // The name of a format already says what its pattern says.
  const hidden = typeof schema['format'] === 'string' ? 'pattern' : undefined;
  const bounds = BOUNDS.filter((name) => schema[name] !== undefined && name !== hidden);
  const description = textOf(schema, 'description');
  if (values.length === 0 && bounds.length === 0 && description === undefined) return null;
  return (
    <span className="schema__facts">
      {description}
      {values.length > 0 && <span>{values.map((value) => JSON.stringify(value)).join(', ')}</span>}
      {bounds.map((name) => (
        <span key={name}>
          {name} <code>{JSON.stringify(schema[name])}</code>
        </span>
      ))}
    </span>
  );
}
