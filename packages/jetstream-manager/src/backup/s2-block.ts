import { JetStreamManagerError } from '../errors/manager-error.js';
import { readUvarint } from './s2-frames.js';

/**
 * Decompresses one S2 block. S2 is Snappy's format with one addition: a one-byte-offset copy with offset 0 repeats the
 * last offset with a longer length. The function stops after `enough` bytes. Throws `BACKUP_CORRUPT` if the bytes are
 * not such a block.
 */
export function decodeS2Block(block: Uint8Array, enough = Number.POSITIVE_INFINITY): Uint8Array {
  const { value: size, end } = readUvarint(block, 0);
  const output = new Uint8Array(size);
  let read = end;
  let written = 0;
  let offset = 0;
  while (read < block.length && written < enough) {
    const element = readElement(block, read, offset);
    if (element.length > size - written) throw broken('it is longer than it says');
    if (element.kind === 'literal') {
      if (element.end + element.length > block.length) throw broken('a literal goes beyond its end');
      output.set(block.subarray(element.end, element.end + element.length), written);
      read = element.end + element.length;
    } else {
      offset = element.offset;
      if (offset === 0 || offset > written) throw broken('a copy goes before its start');
      copyWithin(output, written, offset, element.length);
      read = element.end;
    }
    written += element.length;
  }
  if (written < Math.min(size, enough)) throw broken('it is shorter than it says');
  return output.subarray(0, written);
}

type Element =
  | { readonly kind: 'literal'; readonly length: number; readonly end: number }
  | { readonly kind: 'copy'; readonly length: number; readonly end: number; readonly offset: number };

function readElement(block: Uint8Array, at: number, lastOffset: number): Element {
  const tag = block[at] ?? 0;
  const high = tag >> 2;
  switch (tag & 3) {
    case 0: {
      if (high < 60) return { kind: 'literal', length: high + 1, end: at + 1 };
      const bytes = high - 59;
      return { kind: 'literal', length: littleEndian(block, at + 1, bytes) + 1, end: at + 1 + bytes };
    }
    case 1: {
      const offset = ((tag & 0xe0) << 3) | (block[at + 1] ?? 0);
      const length = high & 7;
      return offset === 0
        ? { kind: 'copy', ...repeatLength(block, at + 2, length), offset: lastOffset }
        : { kind: 'copy', length: length + 4, end: at + 2, offset };
    }
    case 2:
      return { kind: 'copy', length: high + 1, end: at + 3, offset: littleEndian(block, at + 1, 2) };
    default:
      return { kind: 'copy', length: high + 1, end: at + 5, offset: littleEndian(block, at + 1, 4) };
  }
}

function repeatLength(block: Uint8Array, at: number, length: number): { length: number; end: number } {
  if (length < 5) return { length: length + 4, end: at };
  const bytes = length - 4;
  const base = [4, 1 << 8, 1 << 16][bytes - 1] ?? 0;
  return { length: littleEndian(block, at, bytes) + base + 4, end: at + bytes };
}

function littleEndian(block: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let index = bytes - 1; index >= 0; index -= 1) value = value * 256 + (block[at + index] ?? 0);
  return value;
}

/** Copies byte by byte if source and target overlap. The copy then repeats the bytes that it has just written. */
function copyWithin(output: Uint8Array, to: number, offset: number, length: number): void {
  if (offset >= length) output.copyWithin(to, to - offset, to - offset + length);
  else for (let index = to; index < to + length; index += 1) output[index] = output[index - offset] ?? 0;
}

const broken = (what: string): JetStreamManagerError =>
  new JetStreamManagerError('BACKUP_CORRUPT', `the snapshot holds a damaged block: ${what}`);
