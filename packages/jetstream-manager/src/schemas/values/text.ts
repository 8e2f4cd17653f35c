import * as z from 'zod';

/** Any string, including the empty one. */
export const text = (): z.ZodString => z.string();

/** A string of at least one character. */
export const nonEmpty = (): z.ZodString => z.string().min(1, 'must not be empty');

/** A string of at most `maxLength` characters. Like JSON Schema it counts code points, not UTF-16 units. */
export function shortText(maxLength: number): z.ZodType<string> {
  return z
    .string()
    .refine(
      (value) => value.length <= maxLength || Array.from(value).length <= maxLength,
      `longer than ${maxLength} characters`,
    )
    .meta({ maxLength });
}

/** The name of a stream or consumer: one subject token, without wildcards. */
export const assetName = (): z.ZodString =>
  z
    .string()
    .min(1, 'must not be empty')
    .regex(/^[^.*>]+$/u, 'must not hold a dot or a wildcard');

/** A stream name that may be empty, as in templates. */
export const optionalAssetName = (): z.ZodString => z.string().regex(/^[^.*>]*$/u, 'must not hold a dot or a wildcard');

/** The name of a micro service or of one of its endpoints. */
export const serviceName = (): z.ZodString =>
  z
    .string()
    .min(1, 'must not be empty')
    .regex(/^[a-zA-Z0-9_-]+$/u, 'letters, digits, "-" and "_" only');

const semver =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/u;

/** A semantic version, such as `1.4.0-rc.1`. */
export const version = (): z.ZodString => z.string().min(5).regex(semver, 'not a semantic version');
