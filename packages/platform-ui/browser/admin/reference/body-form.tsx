import type { ReactElement } from 'react';
import { SelectField, TextField } from '../../kit/field.js';
import type { BodyField, Written } from './body-fields.js';

/** A body as a form: a field for each member. */
export function BodyForm(props: {
  readonly fields: readonly BodyField[];
  readonly written: Written;
  /** The problems by the name of the member. */
  readonly issues: Readonly<Record<string, string>>;
  readonly onWrite: (written: Written) => void;
}): ReactElement {
  const { fields, written, issues, onWrite } = props;
  return (
    <fieldset className="fieldset">
      <legend>Body</legend>
      {fields.map(({ name, choices, isRequired, words, description }) => {
        const common = {
          label: name,
          value: written[name] ?? '',
          error: issues[name],
          hint: [isRequired ? `${words}, required` : words, description]
            .filter((part) => part !== undefined)
            .join(' · '),
        };
        return choices ? (
          <SelectField
            key={name}
            {...common}
            options={[['', '(not sent)'], ...choices.map((choice) => [choice, choice.replaceAll('"', '')] as const)]}
            onChange={({ target }) => onWrite({ ...written, [name]: target.value })}
          />
        ) : (
          <TextField
            key={name}
            {...common}
            spellCheck={false}
            onChange={({ target }) => onWrite({ ...written, [name]: target.value })}
          />
        );
      })}
    </fieldset>
  );
}
