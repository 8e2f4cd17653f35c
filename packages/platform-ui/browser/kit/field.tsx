import { type ComponentProps, type ReactElement, type ReactNode, useId } from 'react';

interface FieldProps {
  readonly label: string;
  /** A sentence below the field about the expected content. */
  readonly hint?: ReactNode;
  /** Why the content was refused. */
  readonly error?: string | undefined;
}

/** A field for a line of text, a number or a date, with its label. */
export function TextField({ label, hint, error, ...input }: FieldProps & ComponentProps<'input'>): ReactElement {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input id={id} className="input" autoComplete="off" {...input} {...describedBy(id, hint, error)} />
    </Field>
  );
}

/** A field for several lines of text. */
export function TextArea({ label, hint, error, ...input }: FieldProps & ComponentProps<'textarea'>): ReactElement {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea id={id} className="input" {...input} {...describedBy(id, hint, error)} />
    </Field>
  );
}

/** A choice of a few values. */
export function SelectField(
  props: FieldProps &
    ComponentProps<'select'> & { readonly options: readonly (readonly [value: string, words: string])[] },
): ReactElement {
  const { label, hint, error, options, ...select } = props;
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <select id={id} className="input" {...select} {...describedBy(id, hint, error)}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A label, an input, and the texts below it. */
function Field(props: FieldProps & { readonly id: string; readonly children: ReactNode }): ReactElement {
  const { id, label, hint, error, children } = props;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {error !== undefined && (
        <small id={`${id}-error`} className="field__error">
          {error}
        </small>
      )}
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

interface Description {
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

function describedBy(id: string, hint: ReactNode, error: string | undefined): Description {
  const ids = [...(error === undefined ? [] : [`${id}-error`]), ...(hint === undefined ? [] : [`${id}-hint`])];
  return {
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
    ...(error === undefined ? {} : { 'aria-invalid': true }),
  };
}
