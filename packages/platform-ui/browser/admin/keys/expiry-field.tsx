import { type ReactElement, useState } from 'react';
import { SelectField, TextField } from '../../kit/field.js';
import type { ReadField } from '../../kit/read-field.js';

const DAY_MS = 86_400_000;
const choices = [
  ['365', 'In one year (the default)'],
  ['30', 'In 30 days'],
  ['90', 'In 90 days'],
  ['date', 'On a day of your choice'],
  ['never', 'Never'],
] as const;

/** Selects when a key expires. `current` adds the choice to leave the expiry unchanged. */
export function ExpiryField({ current }: { readonly current?: string }): ReactElement {
  const [choice, setChoice] = useState(current === undefined ? '365' : 'keep');
  const options = current === undefined ? choices : ([['keep', current], ...choices] as const);
  return (
    <>
      <SelectField
        label="Expires"
        name="expires"
        value={choice}
        options={options}
        onChange={(event) => setChoice(event.target.value)}
        {...(choice === 'never' ? { hint: 'Only its revocation ends it. Prefer a key that ends, and renew it.' } : {})}
      />
      {choice === 'date' && <TextField label="Last day" name="expires-on" type="date" required />}
    </>
  );
}

/** The selected expiry: ISO 8601, `null` for never, `undefined` if it stays unchanged. */
export function readExpiry(read: ReadField, now: number): string | null | undefined {
  const choice = read('expires');
  if (choice === 'keep' || choice === '') return undefined;
  if (choice === 'never') return null;
  if (choice === 'date') return new Date(`${read('expires-on')}T23:59:59`).toISOString();
  return new Date(now + Number(choice) * DAY_MS).toISOString();
}
