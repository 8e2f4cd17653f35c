import { type ReactElement, useState } from 'react';
import { resolveRef, typeWords } from './json-schema.js';
import type { Operation } from './operations.js';
import { Facts, SchemaView } from './schema-view.js';
import type { ShortKey } from './short-key.js';
import { TryIt } from './try-it.js';

/** One operation: one line when closed, everything that a caller needs when open. */
export function OperationCard({
  operation,
  shortKey,
}: {
  readonly operation: Operation;
  readonly shortKey: ShortKey;
}): ReactElement {
  const { method, path, summary, isDeprecated } = operation;
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="card operation" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={`method method--${method.toLowerCase()}`}>{method}</span>
        <code className="operation__path">{path}</code>
        {summary !== undefined && <span className="operation__summary">{summary}</span>}
        {isDeprecated && <span className="badge badge--warning">deprecated</span>}
      </summary>
      {isOpen && <Opened operation={operation} shortKey={shortKey} />}
    </details>
  );
}

function Opened({ operation, shortKey }: { readonly operation: Operation; readonly shortKey: ShortKey }): ReactElement {
  const { base, path, description, parameters, body, responses, document } = operation;
  return (
    <div className="operation__body">
      <div className="operation__facts">
        <p>
          <code>{base + path}</code>
        </p>
        {description !== undefined && <Words text={description} />}
        {parameters.length > 0 && (
          <section>
            <h3>Parameters</h3>
            <ul className="schema">
              {parameters.map(({ name, in: place, isRequired, description: words, schema }) => (
                <li key={`${place} ${name}`}>
                  <code>{name}</code> <span className="muted">{typeWords(schema, document)}</span>
                  <span className="badge">{isRequired ? `${place}, required` : place}</span>
                  {words !== undefined && <span className="schema__facts">{words}</span>}
                  <Facts schema={resolveRef(schema, document)} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {body && (
          <section>
            <h3>Body</h3>
            <SchemaView schema={body.schema} document={document} />
          </section>
        )}
        <section>
          <h3>Answers</h3>
          <ul className="schema">
            {responses.map(({ status, description: words, schema }) => (
              <li key={status}>
                <strong>{status}</strong> {words}
                {schema && <SchemaView schema={schema} document={document} />}
              </li>
            ))}
          </ul>
        </section>
      </div>
      <TryIt operation={operation} shortKey={shortKey} />
    </div>
  );
}

/** A description. Text in back quotes is shown as code. */
const Words = ({ text }: { readonly text: string }): ReactElement => (
  <p>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</p>
);
