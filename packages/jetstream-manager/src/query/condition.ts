/** How two values are compared. `~` is a regular expression for text, and a match with wildcards for subjects. */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~';

/** A question about one field. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly field: string;
  readonly operator: Operator;
  /** As written: text, a number, a duration. */
  readonly value: string;
  /** Where it stands in the query's text. */
  readonly position: number;
}

/** A query as it is understood: comparisons and what joins them. */
export type Condition =
  | Comparison
  | { readonly kind: 'claim'; readonly field: string; readonly position: number }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] };
