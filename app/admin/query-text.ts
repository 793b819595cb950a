/** What a query says under this name: a form that left a field empty, or a name that stands twice, says nothing. */
export function queryText(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
