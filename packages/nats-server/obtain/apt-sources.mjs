// @ts-check

/**
 * One `deb` entry of a machine's apt configuration. `options` has the other fields of the entry (`Signed-By`,
 * `Architectures`, …), by deb822 names.
 *
 * @typedef {{ uris: string[], suites: string[], components: string[], options: Record<string, string> }} AptSource
 */

/** One-line options whose deb822 field has another spelling. */
const ONE_LINE_OPTIONS = /** @type {Readonly<Record<string, string>>} */ ({
  arch: 'Architectures',
  lang: 'Languages',
  target: 'Targets',
});

/**
 * Reads one file of apt sources, in either format. Disabled entries and entries for source code are omitted.
 *
 * @param {string} fileName shows the format: `.sources` is deb822, any other has one entry per line
 * @param {string} text
 * @returns {AptSource[]}
 */
export function parseAptSources(fileName, text) {
  return fileName.endsWith('.sources') ? parseDeb822(text) : text.split('\n').flatMap(parseOneLine);
}

/**
 * The same archive with another suite, as deb822 text. The entry keeps its key ring. So apt verifies the newer suite with the
 * same keys that the machine's owner trusts for this archive.
 *
 * @param {AptSource} source
 * @param {string} suite
 * @returns {string}
 */
export function formatAptSource(source, suite) {
  const fields = {
    Types: 'deb',
    URIs: source.uris.join(' '),
    Suites: suite,
    Components: source.components.join(' '),
    ...source.options,
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** @param {string} text */
function parseDeb822(text) {
  const withoutComments = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
  return withoutComments.split(/\n\s*\n/).flatMap((paragraph) => {
    const { types, uris, suites, components, enabled, ...rest } = readFields(paragraph);
    if (!types || !uris || !suites || !components) return [];
    if (!words(types.value).includes('deb') || /^(no|false|without|off|disable)$/i.test(enabled?.value ?? ''))
      return [];
    const options = Object.fromEntries(
      Object.values(rest).flatMap((field) => (field ? [[field.name, field.value]] : [])),
    );
    return [{ uris: words(uris.value), suites: words(suites.value), components: words(components.value), options }];
  });
}

/**
 * Field names are case-insensitive. A continuation line keeps its line break and indentation; an embedded key has many.
 *
 * @param {string} paragraph
 * @returns {Record<string, { name: string, value: string } | undefined>}
 */
function readFields(paragraph) {
  const unfolded = paragraph.trim().split(/\n(?![ \t])/);
  return Object.fromEntries(
    unfolded.flatMap((field) => {
      const colon = field.indexOf(':');
      if (colon < 1) return [];
      const name = field.slice(0, colon);
      return [[name.toLowerCase(), { name, value: field.slice(colon + 1).trim() }]];
    }),
  );
}

/** @param {string} line */
function parseOneLine(line) {
  const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]+)/.exec(line);
  if (!match) return [];
  const [, options = '', uri = '', suite = '', components = ''] = match;
  return [{ uris: [uri], suites: [suite], components: words(components), options: readOneLineOptions(options) }];
}

/** @param {string} text `arch=amd64,arm64 signed-by=/path` */
function readOneLineOptions(text) {
  return Object.fromEntries(
    words(text).flatMap((option) => {
      const [key = '', value] = option.split('=');
      if (value === undefined) return [];
      return [[ONE_LINE_OPTIONS[key] ?? key, value.replaceAll(',', ' ')]];
    }),
  );
}

/** @param {string} text */
function words(text) {
  return text.split(/\s+/).filter((word) => word !== '');
}
