import { NatsServerError } from './nats-server-error.js';

/** A value of nats-server's configuration language. */
export type ConfigValue = string | number | boolean | readonly ConfigValue[] | ConfigObject;

/** A block of nats-server's configuration. A key with the value `undefined` is omitted. */
export interface ConfigObject {
  /** A setting or a block, with its name as in nats-server. */
  readonly [key: string]: ConfigValue | undefined;
}

/**
 * Writes the text of a configuration file. Strings are always quoted, so that none becomes a number (`1k`), a boolean (`off`),
 * a date or a `$variable`. Raw text for these belongs in the file beside this one.
 *
 * @throws `INVALID_CONFIG` when the configuration language cannot express a value
 */
export function formatConfig(config: ConfigObject): string {
  return formatEntries(config, '', '');
}

function formatEntries(config: ConfigObject, indent: string, path: string): string {
  return Object.entries(config)
    .map(([key, value]) => {
      if (value === undefined) return '';
      const at = path === '' ? key : `${path}.${key}`;
      return `${indent}${formatKey(key, at)}: ${formatValue(value, indent, at)}\n`;
    })
    .join('');
}

function formatValue(value: ConfigValue, indent: string, path: string): string {
  if (typeof value === 'string') return formatString(value, path);
  if (typeof value === 'number') return formatNumber(value, path);
  if (typeof value === 'boolean') return String(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    const items = value.map((item, index) => `${inner}${formatValue(item, inner, `${path}[${index}]`)}\n`);
    return `[\n${items.join('')}${indent}]`;
  }
  return `{\n${formatEntries(value, inner, path)}${indent}}`;
}

// `Array.isArray` alone does not narrow a readonly array out of a union.
function isList(value: ConfigValue): value is readonly ConfigValue[] {
  return Array.isArray(value);
}

function formatKey(key: string, path: string): string {
  if (/^[A-Za-z][\w-]*$/.test(key)) return key;
  // The language knows no escape inside a quoted key.
  if (key === '' || /["\\\n\r]/.test(key)) throw invalid(path, `the key ${JSON.stringify(key)} cannot be written`);
  return `"${key}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function formatString(value: string, path: string): string {
  if (value.includes('\0')) throw invalid(path, 'it holds a NUL character');
  return `"${value.replace(/[\\"\n\r\t]/g, (character) => ESCAPES[character] ?? character)}"`;
}

function formatNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) throw invalid(path, `${value} is not a number the server can read`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw invalid(path, `${value} is not exact`);
  // The language has no exponents, and `String` uses them for tiny fractions.
  const text = String(value);
  if (text.includes('e')) throw invalid(path, `${text} would need an exponent`);
  return text;
}

function invalid(path: string, why: string): NatsServerError {
  return new NatsServerError('INVALID_CONFIG', `nats-server configuration "${path}": ${why}`);
}
