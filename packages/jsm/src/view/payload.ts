import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { formatExactJson, parseExactJson } from '@symphony-ts/jetstream-manager';

/** Headers of a message, by name. */
type Headers = Iterable<readonly [string, readonly string[]]>;

const decompress: Readonly<Record<string, (data: Uint8Array) => Uint8Array>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/**
 * The content of a message for people. It is decompressed if the header `Content-Encoding` names a method. JSON has one
 * member per line. Other text stays as it is. Other bytes are hexadecimal, with their text beside them.
 */
export function formatPayload(data: Uint8Array, headers: Headers): string {
  const encoding = [...headers].find(([name]) => name.toLowerCase() === 'content-encoding')?.[1].at(-1) ?? '';
  const bytes = unpack(data, decompress[encoding.toLowerCase()]);
  const text = textOf(bytes);
  if (text === undefined) return formatBytes(bytes);
  // Line breaks and tabs are content. Other control characters must not reach a terminal.
  return (formatJson(text) ?? text).replaceAll(/[^\P{Cc}\n\t]+/gu, ' ');
}

function unpack(data: Uint8Array, unpackWith: ((data: Uint8Array) => Uint8Array) | undefined): Uint8Array {
  try {
    return unpackWith?.(data) ?? data;
  } catch {
    // The header is wrong, so the bytes are shown unchanged.
    return data;
  }
}

function textOf(data: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return undefined;
  }
}

/** Keeps all digits of numbers. */
function formatJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return formatExactJson(parseExactJson(text), 2);
  } catch {
    return undefined;
  }
}

const rowBytes = 16;
const mostRows = 32;

function formatBytes(data: Uint8Array): string {
  const rows: string[] = [];
  for (let at = 0; at < data.length && rows.length < mostRows; at += rowBytes) {
    const row = data.subarray(at, at + rowBytes);
    const hex = [...row].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = [...row].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    rows.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(3 * rowBytes)} ${text}`);
  }
  const left = data.length - mostRows * rowBytes;
  return [...rows, ...(left > 0 ? [`(${left} bytes more)`] : [])].join('\n');
}
