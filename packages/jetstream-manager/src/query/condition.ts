/** How two values are compared. `~` is a regular expression for text, and a wildcard match for subjects. */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~';

/** A comparison of one field with a value. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly field: string;
  readonly operator: Operator;
  /** The value as written: a text, a number or a duration. */
  readonly value: string;
  /** Its position in the text of the query. */
  readonly position: number;
}

/** A parsed query: comparisons, and the words that join them. */
export type Condition =
  | Comparison
  | { readonly kind: 'claim'; readonly field: string; readonly position: number }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] };
