/** Value of an attribute. A list has values of one type. */
export type AttributeValue = string | number | boolean | readonly string[] | readonly number[] | readonly boolean[];

/** Attributes of a span, a log line, a counter or a histogram. Attributes with the value `undefined` are omitted. */
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

/** `AnyValue` of OTLP/JSON: integers are text, since JSON numbers cannot hold 64 bits. */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number | 'NaN' | 'Infinity' | '-Infinity' }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } };

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** Characters of a text that are kept. */
const MAX_TEXT = 4_096;

/** A text as it is sent: no longer than 4,096 characters. */
export const shorten = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text);

/** One value. Not-a-number and the infinities are spelled as protobuf's JSON has them. */
export function encodeValue(value: AttributeValue): AnyValue {
  if (typeof value === 'string') return { stringValue: shorten(value) };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value !== 'number') return { arrayValue: { values: value.map(encodeValue) } };
  if (Number.isSafeInteger(value)) return { intValue: String(value) };
  // The three values that are not finite are written just as JavaScript writes them.
  return { doubleValue: Number.isFinite(value) ? value : (String(value) as 'NaN' | 'Infinity' | '-Infinity') };
}

/** Attributes in the order they were given. */
export const encodeAttributes = (attributes: Attributes): readonly KeyValue[] =>
  Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: encodeValue(value) }],
  );
