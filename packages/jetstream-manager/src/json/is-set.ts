/** Whether a setting requests something. Absent, empty, zero, `none` and `default` request nothing. */
export function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return false;
  if (value === 'none' || value === 'default') return false;
  if (typeof value === 'object') return Object.keys(value).length > 0;
  return true;
}
