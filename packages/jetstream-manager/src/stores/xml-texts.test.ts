import { escapeXml, textsIn } from './xml-texts.js';

describe('textsIn', () => {
  it.each([
    ['<a><Key>x</Key><Key>y</Key></a>', ['x', 'y']],
    ['<Keys>x</Keys>', []],
    ['<Key>a&amp;b&#x2F;&#47;&quot;&lt;</Key>', ['a&b//"<']],
    [`<Key>${escapeXml('<&">')}</Key>`, ['<&">']],
  ])('finds in %s %j', (xml, texts) => {
    expect(textsIn(xml, 'Key')).toEqual(texts);
  });
});
