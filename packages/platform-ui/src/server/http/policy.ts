/** Directives of a Content Security Policy; an empty value is left out. */
export type Policy = Readonly<Record<string, string>>;

/** The header's text. */
export const formatPolicy = (policy: Policy): string =>
  Object.entries(policy)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** Features that no document of this package may use. */
export const nothing = {
  'default-src': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
} as const satisfies Policy;

/** Features that the browser is asked to refuse to every document, with any policy. */
export const REFUSED_FEATURES = [
  'accelerometer',
  'camera',
  'clipboard-read',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');
