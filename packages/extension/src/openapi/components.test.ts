import { Components } from './components.js';

const text = { type: 'string' };
const number = { type: 'number' };

describe('Components', () => {
  it('leaves a schema without definitions as it is', () => {
    const components = new Components();
    expect(components.place(text, 'x')).toEqual(text);
    expect(components.schemas).toEqual({});
  });

  it('keeps one copy of what two schemas share, and tells apart what only shares a name', () => {
    const components = new Components();
    const using = (Name: object) => ({ $ref: '#/$defs/Name', $defs: { Name } });
    expect(components.place(using(text), 'x')).toEqual({ $ref: '#/components/schemas/Name' });
    expect(components.place(using(text), 'y')).toEqual({ $ref: '#/components/schemas/Name' });
    expect(components.place(using(number), 'z')).toEqual({ $ref: '#/components/schemas/Name2' });
    expect(components.schemas).toEqual({ Name: text, Name2: number });
  });

  it('keeps references among definitions right when they move together', () => {
    const components = new Components();
    const list = (of: object) => ({
      type: 'array',
      items: { $ref: '#/$defs/Node' },
      $defs: {
        Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' }, leaf: { $ref: '#/$defs/Leaf' } } },
        Leaf: of,
      },
    });
    components.place(list(text), 'x');
    expect(components.place(list(number), 'y')).toEqual({
      type: 'array',
      items: { $ref: '#/components/schemas/Node2' },
    });
    expect(components.schemas['Node2']).toEqual({
      type: 'object',
      properties: { next: { $ref: '#/components/schemas/Node2' }, leaf: { $ref: '#/components/schemas/Leaf2' } },
    });
    expect(components.schemas['Leaf2']).toEqual(number);
  });

  it('names a schema that contains itself, and definitions that have no name of their own', () => {
    const components = new Components();
    const tree = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } } };
    expect(components.place(tree, 'grow_body')).toEqual({ $ref: '#/components/schemas/grow_body' });
    expect(components.schemas['grow_body']).toEqual({
      type: 'object',
      properties: { children: { type: 'array', items: { $ref: '#/components/schemas/grow_body' } } },
    });
    expect(components.place({ $ref: '#/$defs/__schema0', $defs: { __schema0: text } }, 'x')).toEqual({
      $ref: '#/components/schemas/x_0',
    });
  });
});
