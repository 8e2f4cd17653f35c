/** What was written into a field of a form, without spaces around it; empty for a field that is not there. */
export function readText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
