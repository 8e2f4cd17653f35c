import { type ComponentProps, type ReactElement, type ReactNode, useId } from 'react';

interface FieldProps {
  readonly label: string;
  /** What to write, in a sentence below the field. */
  readonly hint?: ReactNode;
}

/** A line of text, a number or a date, with its label. */
export function TextField({ label, hint, ...input }: FieldProps & ComponentProps<'input'>): ReactElement {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} className="input" autoComplete="off" {...input} {...describedBy(id, hint)} />
      <Hint id={id} hint={hint} />
    </div>
  );
}

/** Some lines of text. */
export function TextArea({ label, hint, ...input }: FieldProps & ComponentProps<'textarea'>): ReactElement {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea id={id} className="input" {...input} {...describedBy(id, hint)} />
      <Hint id={id} hint={hint} />
    </div>
  );
}

/** One of a few choices. */
export function SelectField(
  props: FieldProps &
    ComponentProps<'select'> & { readonly options: readonly (readonly [value: string, words: string])[] },
): ReactElement {
  const { label, hint, options, ...select } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" {...select} {...describedBy(id, hint)}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <Hint id={id} hint={hint} />
    </div>
  );
}

const describedBy = (id: string, hint: ReactNode): { 'aria-describedby'?: string } =>
  hint === undefined ? {} : { 'aria-describedby': `${id}-hint` };

function Hint({ id, hint }: { readonly id: string; readonly hint: ReactNode }): ReactElement | null {
  return hint === undefined ? null : <small id={`${id}-hint`}>{hint}</small>;
}
