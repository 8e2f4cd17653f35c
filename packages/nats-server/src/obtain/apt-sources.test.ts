import { formatAptSource, parseAptSources } from '../../obtain/apt-sources.mjs';

const deb822 = `
# the main archive
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
# a comment amid a paragraph
Components: main contrib
signed-by: /usr/share/keyrings/archive.gpg

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main

Types: deb-src
URIs: http://sources.example/debian
Suites: bookworm
Components: main
`;

describe('parseAptSources', () => {
  it('reads enabled binary entries of a .sources file, field names in any case', () => {
    expect(parseAptSources('debian.sources', deb822)).toEqual([
      {
        uris: ['http://mirror.example/debian'],
        suites: ['bookworm', 'bookworm-updates'],
        components: ['main', 'contrib'],
        options: { 'signed-by': '/usr/share/keyrings/archive.gpg' },
      },
    ]);
  });

  it('keeps a key that is embedded in a .sources file line by line', () => {
    const key = '\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n -----END PGP PUBLIC KEY BLOCK-----';
    const text = `Types: deb\nURIs: http://m.example\nSuites: sid\nComponents: main\nSigned-By:${key}\n`;
    const [source] = parseAptSources('own.sources', text);
    if (!source) throw new Error('no source was read');
    expect(formatAptSource(source, 'testing')).toContain(' .\n abc\n -----END PGP');
  });

  it.each([
    [
      'deb http://m.example/debian bookworm main contrib # note',
      { uris: ['http://m.example/debian'], suites: ['bookworm'], components: ['main', 'contrib'], options: {} },
    ],
    [
      'deb [arch=amd64,arm64 signed-by=/k.gpg] http://m.example/debian sid main',
      {
        uris: ['http://m.example/debian'],
        suites: ['sid'],
        components: ['main'],
        options: { Architectures: 'amd64 arm64', 'signed-by': '/k.gpg' },
      },
    ],
  ])('reads the line %j', (line, source) => {
    expect(parseAptSources('sources.list', line)).toEqual([source]);
  });

  it.each(['# deb http://m.example/debian sid main', 'deb-src http://m.example/debian sid main', '', 'deb'])(
    'passes over the line %j',
    (line) => {
      expect(parseAptSources('sources.list', line)).toEqual([]);
    },
  );
});

describe('formatAptSource', () => {
  it('writes another suite of the same archive, under the same keys', () => {
    const [source] = parseAptSources('debian.sources', deb822);
    if (!source) throw new Error('no source was read');
    expect(formatAptSource(source, 'testing')).toBe(
      'Types: deb\nURIs: http://mirror.example/debian\nSuites: testing\nComponents: main contrib\n' +
        'signed-by: /usr/share/keyrings/archive.gpg\n',
    );
  });
});
