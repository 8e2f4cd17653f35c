import { comparePrecedence, matchTemplate, type PathTemplate, parseTemplate } from './path-template.js';

function template(text: string): PathTemplate {
  const parsed = parseTemplate(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

describe('parseTemplate', () => {
  it.each<[string, PathTemplate['segments'], string]>([
    ['/', [{ literals: [''], names: [] }], ''],
    ['/items', [{ literals: ['items'], names: [] }], 'items'],
    [
      '/items/{id}',
      [
        { literals: ['items'], names: [] },
        { literals: ['', ''], names: ['id'] },
      ],
      'items/{}',
    ],
    ['/{a}-{b}.json', [{ literals: ['', '-', '.json'], names: ['a', 'b'] }], '{}-{}.json'],
    ['/a%20b', [{ literals: ['a b'], names: [] }], 'a%20b'],
    ['/a b', [{ literals: ['a b'], names: [] }], 'a%20b'],
    ['/..{id}', [{ literals: ['..', ''], names: ['id'] }], '..{}'],
    ['/...', [{ literals: ['...'], names: [] }], '...'],
    [
      '/a/',
      [
        { literals: ['a'], names: [] },
        { literals: [''], names: [] },
      ],
      'a/',
    ],
  ])('takes %s apart', (text, segments, shape) => {
    expect(parseTemplate(text)).toEqual({ text, segments, shape });
  });

  it('gives one shape to templates that match the same paths', () => {
    expect(template('/items/{id}').shape).toBe(template('/items/{name}').shape);
    expect(template('/a b').shape).toBe(template('/a%20b').shape);
    expect(template('/a').shape).not.toBe(template('/b').shape);
  });

  it.each([
    ['/.', 'a dot segment, which clients take out'],
    ['/a/../b', 'a dot segment, which clients take out'],
    ['/%2e%2E', 'a dot segment, which clients take out'],
    ['/100%', 'a percent sign that encodes nothing'],
    ['/{id}%zz', 'a percent sign that encodes nothing'],
    ['/{id', 'a brace without its partner'],
    ['/id}', 'a brace without its partner'],
    ['/{{id}}', 'a brace without its partner'],
    ['/{a}{b}', 'two parameters with nothing between them'],
    ['/{}', 'a parameter without a name'],
  ])('refuses %s: it has %s', (text, why) => {
    expect(parseTemplate(text)).toBe(`'${text}' has ${why}`);
  });

  it.each(['/{id}/{id}', '/{id}-{id}'])('refuses %s, which names a parameter twice', (text) => {
    expect(parseTemplate(text)).toBe(`'${text}' names parameter 'id' twice`);
  });
});

describe('matchTemplate', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>> | undefined]>([
    ['/', [''], {}],
    ['/items', ['items'], {}],
    ['/items', ['item'], undefined],
    ['/items', ['items2'], undefined],
    ['/items', ['items', ''], undefined],
    ['/items/{id}', ['items', '7'], { id: '7' }],
    ['/items/{id}', ['items', 'a/b ü'], { id: 'a/b ü' }],
    ['/items/{id}', ['items', ''], undefined],
    ['/items/{id}', ['items'], undefined],
    ['/items/{id}', ['things', '7'], undefined],
    ['/{id}.json', ['a.json'], { id: 'a' }],
    ['/{id}.json', ['a.json.json'], { id: 'a.json' }],
    ['/{id}.json', ['.json'], undefined],
    ['/{id}.json', ['a.xml'], undefined],
    ['/v{major}.{minor}', ['v1.2'], { major: '1', minor: '2' }],
    ['/v{major}.{minor}', ['v1.2.3'], { major: '1', minor: '2.3' }],
    ['/v{major}.{minor}', ['w1.2'], undefined],
    ['/v{major}.{minor}', ['v1'], undefined],
    ['/v{major}.{minor}', ['v1.'], undefined],
    ['/v{major}.{minor}', ['v.2'], undefined],
    // The first parameter is not empty, even if its literal text appears twice.
    ['/{a}.{b}', ['..x'], { a: '.', b: 'x' }],
    ['/{a}-{b}-c', ['1-2-c'], { a: '1', b: '2' }],
    ['/{a}-{b}-c', ['1-2-d'], undefined],
  ])('%s and %j give %j', (text, segments, params) => {
    expect(matchTemplate(template(text), segments)).toEqual(params);
  });
});

describe('comparePrecedence', () => {
  it.each([
    ['/items/new', '/items/{id}'],
    ['/items/{id}.json', '/items/{id}'],
    ['/items/{id}/x', '/{a}/new/x'],
    ['/a-{id}', '/{id}-'],
    ['/', '/{id}'],
  ])('puts %s before %s', (first, second) => {
    expect(comparePrecedence(template(first), template(second))).toBeLessThan(0);
    expect(comparePrecedence(template(second), template(first))).toBeGreaterThan(0);
  });

  it.each([
    ['/items/{id}', '/items/{name}'],
    ['/items', '/items/{id}'],
    ['/ab', '/c'],
  ])('has no order for %s and %s', (first, second) => {
    expect(comparePrecedence(template(first), template(second))).toBe(0);
  });
});
