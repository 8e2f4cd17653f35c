import { originalPositionFor, sourceContentFor, TraceMap } from '@jridgewell/trace-mapping';

/** A place in the source of a page, with its surrounding lines. */
export interface SourcePlace {
  readonly source: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
  readonly excerpt: string;
}

const FRAME = /at (?:(.*?) \()?(?:https?:\/\/[^/]+)?(\/ui\/m\/[^\s:)]+\.js):(\d+):(\d+)/;
const MAX_FRAMES = 12;

/** The lines of a stack that belong to pages of extensions, as places in the original source. */
export async function placesOf(stack: string): Promise<SourcePlace[]> {
  const frames = stack.split('\n').slice(0, MAX_FRAMES).flatMap(readFrame);
  const places = await Promise.all(frames.map(placeOf));
  return places.filter((place) => place !== undefined);
}

interface Frame {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

function readFrame(text: string): Frame[] {
  const [, name = '', path, line, column] = FRAME.exec(text) ?? [];
  return path === undefined ? [] : [{ name, path, line: Number(line), column: Number(column) }];
}

async function placeOf({ name, path, line, column }: Frame): Promise<SourcePlace | undefined> {
  try {
    const map = new TraceMap(await (await fetch(`${path}.map`)).json());
    const found = originalPositionFor(map, { line, column: column - 1 });
    if (found.source === null) return undefined;
    const text = sourceContentFor(map, found.source) ?? '';
    return {
      source: found.source,
      line: found.line,
      column: found.column + 1,
      name,
      excerpt: excerptOf(text, found.line),
    };
  } catch {
    return undefined; // The bundle of a package has no source map, so its line is omitted.
  }
}

/** The line and its two neighbours, with numbers. */
export function excerptOf(text: string, line: number): string {
  const first = Math.max(1, line - 1);
  const lines = text.split('\n').slice(first - 1, line + 1);
  const width = String(first + lines.length - 1).length;
  return lines
    .map((content, index) => {
      const number = first + index;
      return `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${content}`;
    })
    .join('\n');
}
