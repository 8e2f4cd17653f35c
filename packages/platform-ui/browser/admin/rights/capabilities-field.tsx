import { covers, rights } from '@symphony-ts/contract';
import type { ReactElement } from 'react';
import { useShell } from '../../context/shell-context.js';
import { TextArea } from '../../kit/field.js';
import { type CapabilityText, subjectLines } from './capability-text.js';

/** A right, described for the person who grants it. */
interface Choice {
  readonly words: string;
  readonly pub: readonly string[];
  readonly sub: readonly string[];
}

const platformChoices: readonly Choice[] = [
  { words: 'Create API keys of their own', pub: [rights.keysCreate], sub: [] },
  { words: "Manage everybody's API keys", pub: [rights.keysAdmin], sub: [] },
  { words: 'Manage people and roles', pub: [rights.rolesAdmin], sub: [] },
  { words: 'Read the audit log', pub: [rights.auditRead], sub: [] },
  { words: 'See usage', pub: [rights.usageRead], sub: [] },
  { words: 'Manage licences, business units and attribution', pub: [rights.usageAdmin], sub: [] },
];

/** Selects rights: check boxes for the usual ones, and subjects for all others. */
export function CapabilitiesField(props: {
  readonly value: CapabilityText;
  readonly onChange: (value: CapabilityText) => void;
  /** A role may grant a whole extension. A key names each endpoint. */
  readonly isRole?: boolean;
}): ReactElement {
  const { value, onChange, isRole = false } = props;
  const { extensions } = useShell();
  const use: Choice[] = extensions.map(({ prefix, name }) => ({
    words: name,
    pub: [`cirata.extensions.${prefix}.>`],
    sub: [`extensions.${prefix}.>`, `events.${prefix}.>`],
  }));
  const endpoints = extensions.flatMap(({ prefix, tools }) => tools.map(({ name }) => `${prefix}.${name}`));
  const add = (subject: string): void =>
    onChange({ ...value, pub: [...subjectLines(value.pub), `cirata.extensions.${subject}`].join('\n') });
  return (
    <>
      <Choices legend="The platform" choices={platformChoices} value={value} onChange={onChange} />
      {isRole && use.length > 0 && (
        <Choices legend="Extensions they may use" choices={use} value={value} onChange={onChange} />
      )}
      {!isRole && endpoints.length > 0 && (
        <div className="field">
          <label htmlFor="add-endpoint">Add an endpoint that it may call</label>
          <select
            id="add-endpoint"
            className="input"
            value=""
            onChange={(event) => event.target.value !== '' && add(event.target.value)}
          >
            <option value="">Choose…</option>
            {endpoints.map((endpoint) => (
              <option key={endpoint}>{endpoint}</option>
            ))}
          </select>
        </div>
      )}
      <TextArea
        label="May send to"
        className="input input--code"
        spellCheck={false}
        value={value.pub}
        onChange={(event) => onChange({ ...value, pub: event.target.value })}
        hint="One subject a line, such as cirata.extensions.catalog.list. * stands for one word, > for all that follow."
      />
      <TextArea
        label="May listen to"
        className="input input--code"
        spellCheck={false}
        value={value.sub}
        onChange={(event) => onChange({ ...value, sub: event.target.value })}
        hint="One subject a line, such as extensions.catalog.added."
      />
    </>
  );
}

function Choices(props: {
  readonly legend: string;
  readonly choices: readonly Choice[];
  readonly value: CapabilityText;
  readonly onChange: (value: CapabilityText) => void;
}): ReactElement {
  const { legend, choices, value, onChange } = props;
  const [pub, sub] = [subjectLines(value.pub), subjectLines(value.sub)];
  const toggle = (choice: Choice, isGiven: boolean): void => {
    const next = (now: readonly string[], of: readonly string[]): string =>
      [...now.filter((pattern) => !of.includes(pattern)), ...(isGiven ? of : [])].join('\n');
    onChange({ pub: next(pub, choice.pub), sub: next(sub, choice.sub) });
  };
  return (
    <fieldset className="field fieldset choices">
      <legend>{legend}</legend>
      {choices.map((choice) => {
        const isGiven = choice.pub.every((subject) => pub.some((pattern) => covers(pattern, subject)));
        // A wider subject already grants it. To remove it, the person has to narrow that subject.
        const isImplied = isGiven && !choice.pub.every((subject) => pub.includes(subject));
        return (
          <label key={choice.words} className="check">
            <input
              type="checkbox"
              checked={isGiven}
              disabled={isImplied}
              onChange={(event) => toggle(choice, event.target.checked)}
            />
            <span>
              {choice.words}
              {isImplied && <small>By a wider subject below</small>}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
