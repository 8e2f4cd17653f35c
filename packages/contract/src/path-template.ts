/** One segment of a path template: literals and parameter names in turn, beginning and ending with a literal. */
export interface TemplateSegment {
  readonly literals: readonly string[];
  readonly names: readonly string[];
}

/** The parts of a path such as `/items/{id}.json`. */
export interface PathTemplate {
  /** The template as it was written, such as `/items/{id}`. */
  readonly text: string;
  /** The parts between the slashes. */
  readonly segments: readonly TemplateSegment[];
  /** Equal for templates that match the same paths, even if the names of their parameters differ. */
  readonly shape: string;
}

const DOTS = /^\.\.?$/;

/** Parses a template. Returns a text with the reason if the template cannot be used. */
export function parseTemplate(text: string): PathTemplate | string {
  const segments: TemplateSegment[] = [];
  const seen = new Set<string>();
  for (const segment of text.slice(1).split('/')) {
    const parts = segment.split(/\{([^{}]*)\}/);
    const literals = parts.filter((_, index) => index % 2 === 0);
    const names = parts.filter((_, index) => index % 2 === 1);
    if (names.length === 0 && DOTS.test(decodeLiteral(segment)))
      return `'${text}' has a dot segment, which clients take out`;
    if (literals.some((literal) => decodeLiteral(literal) === literal && /%/.test(literal))) {
      return `'${text}' has a percent sign that encodes nothing`;
    }
    if (literals.some((literal) => /[{}]/.test(literal))) return `'${text}' has a brace without its partner`;
    if (literals.slice(1, -1).includes('')) return `'${text}' has two parameters with nothing between them`;
    for (const name of names) {
      if (name === '') return `'${text}' has a parameter without a name`;
      if (seen.has(name)) return `'${text}' names parameter '${name}' twice`;
      seen.add(name);
    }
    segments.push({ literals: literals.map(decodeLiteral), names });
  }
  return {
    text,
    segments,
    shape: segments.map((segment) => segment.literals.map(encodeURIComponent).join('{}')).join('/'),
  };
}

/** Matches `segments` (decoded) with `template`. Returns the parameters, or `undefined` if they do not match. */
export function matchTemplate(
  template: PathTemplate,
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (template.segments.length !== segments.length) return undefined;
  const params: [string, string][] = [];
  for (const [index, part] of template.segments.entries()) {
    const values = matchSegment(part, segments[index] ?? '');
    if (!values) return undefined;
    for (const [position, name] of part.names.entries()) params.push([name, values[position] ?? '']);
  }
  return Object.fromEntries(params);
}

/**
 * Each parameter takes the shortest text after which the next literal follows, and the last one takes the rest. No parameter is
 * empty. There is one pass without backtracking, so a document cannot make the gateway slow.
 */
function matchSegment({ literals, names }: TemplateSegment, text: string): readonly string[] | undefined {
  const first = literals[0] ?? '';
  if (names.length === 0) return text === first ? [] : undefined;
  if (!text.startsWith(first)) return undefined;
  const values: string[] = [];
  let start = first.length;
  for (const [index] of names.entries()) {
    const next = literals[index + 1] ?? '';
    const isLast = index === names.length - 1;
    const end = isLast ? text.length - next.length : text.indexOf(next, start + 1);
    if (end <= start || !text.startsWith(next, end)) return undefined;
    values.push(text.slice(start, end));
    start = end + next.length;
  }
  return values;
}

/**
 * Orders templates as OpenAPI requires, segment by segment: fixed text comes before parameters. Of two segments with both, the
 * one with more fixed text comes first.
 */
export function comparePrecedence(left: PathTemplate, right: PathTemplate): number {
  for (const [index, segment] of left.segments.entries()) {
    const other = right.segments[index];
    if (!other) break;
    const difference = weight(other) - weight(segment);
    if (difference !== 0) return difference;
  }
  return 0;
}

const weight = ({ literals, names }: TemplateSegment): number =>
  names.length === 0 ? Number.MAX_SAFE_INTEGER : literals.join('').length;

function decodeLiteral(literal: string): string {
  try {
    return decodeURIComponent(literal);
  } catch {
    return literal;
  }
}
