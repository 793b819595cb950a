import type { z } from 'zod';

/**
 * What is wrong with an input, by field. A message about something inside of a field begins by saying where: "No. 2,
 * attribute: …" is the attribute of the second entry.
 */
export function fieldMessages({ issues }: z.ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const { path, message } of issues) {
    // An issue of the whole goes to the form, under the name that no field has.
    const [field = '_', ...inside] = path;
    const place = inside.map((step) => (typeof step === 'number' ? `No. ${step + 1}` : String(step))).join(', ');
    (fields[String(field)] ??= []).push(place === '' ? message : `${place}: ${message}`);
  }
  return fields;
}
