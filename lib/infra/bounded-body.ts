/**
 * The body of what another service answered, as bytes. Throws when it is longer than `maxBytes`; `who` is who answers,
 * for the words of that.
 */
export async function boundedBody({ body }: Response, maxBytes: number, who: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`${who} does not come to an end`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
