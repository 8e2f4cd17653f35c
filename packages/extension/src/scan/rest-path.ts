import { limits, parseTemplate } from '@symphony-ts/contract';

/** A mistake in a path template, and what to write instead. */
export interface PathMistake {
  readonly text: string;
  readonly fix: string;
}

/** The parameters of a template such as `/items/{id}`, in order. */
export const pathParameters = (path: string): readonly string[] =>
  [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);

/** The template without the names of its parameters: two paths of one shape match the same requests. */
export const pathShape = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');

/** Checks a path template; `undefined` for a good one. */
export function checkPath(path: string): PathMistake | undefined {
  if (!path.startsWith('/')) return { text: `the path '${path}' has no slash in front`, fix: `write '/${path}'` };
  if (/\/:\w/.test(path)) {
    return { text: `the path '${path}' has a ':name'`, fix: `write '${path.replace(/\/:(\w+)/g, '/{$1}')}'` };
  }
  if (path.includes('*')) {
    return { text: `the path '${path}' has a '*'`, fix: "write a parameter such as '{name}' for one segment" };
  }
  if (/[?#\s]/.test(path)) {
    return { text: `the path '${path}' contains more than a path`, fix: 'give query parameters by { query: … }' };
  }
  const names = pathParameters(path);
  if (/[{}]/.test(pathShape(path).replaceAll('{}', '')) || names.some((name) => !/^\w+$/.test(name))) {
    return {
      text: `the path '${path}' has a malformed parameter`,
      fix: "write each as '{name}', of letters, digits and _",
    };
  }
  if (new Set(names).size < names.length) {
    return { text: `the path '${path}' has a parameter twice`, fix: 'give each a name of its own' };
  }
  const isLong = path.length > limits.path || path.split('/').length > limits.pathSegments;
  if (isLong) {
    const fix = `use up to ${limits.path} characters and ${limits.pathSegments - 1} segments`;
    return { text: `the path '${path}' is too long`, fix };
  }
  // The template that the gateway routes by.
  const template = parseTemplate(path);
  return typeof template === 'string'
    ? { text: `the path ${template}`, fix: 'write a path that a client can ask for' }
    : undefined;
}
