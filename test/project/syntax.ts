import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { root } from './workspace.js';

export type Node = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** A file's text and its syntax tree. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly body: readonly Node[];
}

/** Reads and parses a file, given relative to the root. */
export function readSource(file: string): Source {
  const text = readFileSync(join(root, file), 'utf8');
  const { body } = parseSync(text, { syntax: 'typescript', tsx: file.endsWith('x'), decorators: true });
  return { file, text, body: body as unknown as readonly Node[] }; // swc types each node, but walking the tree does not need these types
}

/** Calls `visit` for every node of a tree, parents first. */
export function walk(value: unknown, visit: (node: Node) => void): void {
  if (!isNode(value)) return;
  if (typeof value['type'] === 'string') visit(value);
  // A list has no `type`, and its keys are its places. No global is named here: the sandbox of jest looks each one up slowly.
  for (const key in value) if (key !== 'span' && typeof value[key] === 'object') walk(value[key], visit);
}

/** The text of an identifier or a string literal. */
export const textOf = (value: unknown): string | undefined =>
  isNode(value) && typeof value['value'] === 'string' ? value['value'] : undefined;
