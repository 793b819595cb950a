import type { EntryFacts } from '@/components/reference/operation-entry';
import type { JsonSchema, OpenApiDocument, Operation, Response } from '@/lib/shared/openapi';
import { schemaFields, type SchemaField } from '@/lib/shared/schema-fields';
import { eitherOf, nameIn, schemaInWords } from '@/lib/shared/schema-words';

export type ChapterFacts = { id: string; title: string; intro: string; entries: EntryFacts[] };
export type ShapeFacts = { id: string; words: string; fields: readonly SchemaField[] };

/** What belongs to one operation alone is shown with it, everything else as a shape of its own. */
const OF_ONE = /(?:Body|Answer)$/;

const PROBLEM_TYPE = 'application/problem+json';

/** `Signing in` → `signing-in`. */
const anchorOf = (title: string) => title.toLowerCase().replaceAll(' ', '-');

type Shown = { words: string; fields: readonly SchemaField[] };

/**
 * A schema as the reference shows it: the fields of what is an operation's own; of everything else what it is, and its
 * name where it has one. `words` stand where its fields do.
 */
function shown({ components }: OpenApiDocument, schema: JsonSchema | undefined, words: string): Shown {
  const name = nameIn(schema?.$ref ?? '');
  const own = OF_ONE.test(name) ? components.schemas[name] : schema;
  if (own?.properties) return { words, fields: schemaFields(own) };
  return { words: own && Object.keys(own).length > 0 ? schemaInWords(own) : words, fields: [] };
}

const asTypes = (content: Response['content'] = {}) =>
  `As ${eitherOf(Object.keys(content).map((type) => `\`${type}\``))}.`;

function bodyOf(document: OpenApiDocument, { requestBody }: Operation): EntryFacts['body'] {
  if (!requestBody) return undefined;
  const [media] = Object.values(requestBody.content);
  const { words, fields } = shown(document, media?.schema, '');
  return { words: `${words} ${asTypes(requestBody.content)}`.trim(), fields };
}

type Answers = { successes: EntryFacts['successes'][number][]; problems: EntryFacts['problems'][number][] };

function answersOf(document: OpenApiDocument, { responses }: Operation): Answers {
  const answers: Answers = { successes: [], problems: [] };
  for (const [status, reference] of Object.entries(responses)) {
    const { content = {}, description } =
      '$ref' in reference ? (document.components.responses[nameIn(reference.$ref)] ?? { description: '' }) : reference;
    const [media] = Object.values(content);
    if (PROBLEM_TYPE in content) {
      answers.problems.push({ status, codes: Object.keys(media?.examples ?? {}) });
    } else {
      const { words, fields } = shown(document, media?.schema, description);
      answers.successes.push({ status, words: `${words} ${asTypes(content)}`, fields });
    }
  }
  return answers;
}

function parametersOf({ parameters = [] }: Operation): readonly SchemaField[] {
  return parameters.map(({ name, required, schema, description }) => ({
    name,
    isRequired: required,
    words: schemaInWords({ ...schema, ...(description !== undefined && { description }) }),
  }));
}

function entryOf(document: OpenApiDocument, place: { method: string; path: string }, operation: Operation): EntryFacts {
  const { operationId: id, summary, description } = operation;
  return {
    id,
    method: place.method.toUpperCase(),
    path: place.path,
    summary,
    description,
    parameters: parametersOf(operation),
    body: bodyOf(document, operation),
    ...answersOf(document, operation),
    sample: operation['x-codeSamples'][0]?.source ?? '',
  };
}

/** The last chapter. */
export const SHAPES: ChapterFacts = {
  id: 'shapes',
  title: 'Shapes',
  intro: 'What several answers are made of.',
  entries: [],
};

/** The operations of a description, chapter by chapter, and the shapes. */
export function chaptersOf(document: OpenApiDocument): ChapterFacts[] {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
  );
  const chapters = document.tags.map(({ name, description }) => ({
    id: anchorOf(name),
    title: name,
    intro: description,
    entries: operations
      .filter(({ operation }) => operation.tags.includes(name))
      .map(({ operation, ...place }) => entryOf(document, place, operation)),
  }));
  return [...chapters, SHAPES];
}

/** The shapes, each under its name. */
export function shapesOf({ components }: OpenApiDocument): ShapeFacts[] {
  return Object.entries(components.schemas)
    .filter(([name]) => !OF_ONE.test(name))
    .map(([id, schema]) => ({ id, words: schema.description ?? '', fields: schemaFields(schema) }));
}
