/** What a query says under this name: a form that left a field empty, or a name that stands twice, says nothing. */
export function queryText(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** What a query says under these names; what it does not say is left out. */
export function queryTexts<Name extends string>(
  query: Record<string, string | string[] | undefined>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const texts = names.map((name) => [name, queryText(query[name])]).filter(([, text]) => text !== undefined);
  return Object.fromEntries(texts) as Partial<Record<Name, string>>;
}
