import type { ReactElement } from 'react';
import { Icon } from './icon.js';

/** A field that filters a list by words. */
export function FilterInput(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactElement {
  const { label, value, onChange } = props;
  return (
    <span className="filter">
      <Icon name="search" size={16} />
      <input
        type="search"
        className="input"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}

/** Whether the texts contain every typed word, in upper or lower case. */
export function holdsWords(texts: readonly (string | undefined)[], typed: string): boolean {
  const all = texts.join(' ').toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
