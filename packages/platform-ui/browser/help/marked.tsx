import type { ReactElement } from 'react';

/** A text in which the typed words are highlighted. */
export function Marked({ text, typed }: { readonly text: string; readonly typed: string }): ReactElement {
  const words = typed.normalize('NFC').split(/\s+/).filter(Boolean);
  if (words.length === 0) return <>{text}</>;
  const literals = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  const parts = text.split(new RegExp(`(${literals.join('|')})`, 'iu'));
  // Text between words and the words themselves alternate.
  return <>{parts.map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))}</>;
}
