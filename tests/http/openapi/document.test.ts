import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { catalogue, type Listed, problemsOf } from '@/lib/http/catalogue';
import { describeApi } from '@/lib/http/openapi/document';
import type { JsonSchema, OpenApiDocument, Operation, PathItem, Response } from '@/lib/shared/openapi';
import { PROBLEMS } from '@/lib/shared/problems';
import { exportNameOf } from '../../architecture/operations';

const rows: readonly Listed[] = catalogue;
const document = describeApi({ appUrl: 'https://gate.example', isHttps: true });
const modules = import.meta.glob<Record<string, unknown>>('../../../lib/use-cases/*.ts', { eager: true });

type Specification = Parameters<Validator['validate']>[0];
const copy = (of: object) => structuredClone(of) as Specification;

const operationAt = ({ method, path }: Listed): Operation | undefined =>
  document.paths[path]?.[method.toLowerCase() as keyof PathItem];

function responseOf(operation: Operation, status: number): Response {
  const response = operation.responses[status];
  if (!response) throw new Error(`${operation.operationId} has no ${status}`);
  return '$ref' in response
    ? (document.components.responses[response.$ref.split('/').at(-1) ?? ''] as Response)
    : response;
}

/** The codes that an operation documents, each under its status. */
function documentedCodes(operation: Operation): string[] {
  const refused = Object.keys(operation.responses).filter((status) => Number(status) >= 400);
  return refused.flatMap((status) => {
    const { schema } = responseOf(operation, Number(status)).content?.['application/problem+json'] ?? {};
    const [, own] = schema?.allOf ?? [];
    return (own?.properties?.['code']?.enum ?? []).map((code) => `${status} ${String(code)}`);
  });
}

function schemasIn(node: unknown): JsonSchema[] {
  if (typeof node !== 'object' || node === null) return [];
  return [node, ...Object.values(node).flatMap(schemasIn)];
}

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(copy(document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('is refused by the validator where something is wrong with it', async () => {
    const broken: Partial<OpenApiDocument> = { ...document, paths: { me: {} } };
    expect(await new Validator().validate(copy(broken))).toMatchObject({ valid: false });
  });

  it.each(rows)('$name has the name of its use case, its status, and every problem, under its status', (row) => {
    const operation = operationAt(row);
    expect(operation?.operationId).toBe(row.name);
    const [file] = Object.entries(modules).find(([path]) => exportNameOf(path) === row.name) ?? [];
    expect(modules[file ?? '']?.[row.name]).toBe(row.useCase);
    if (!operation) return;
    expect(Object.keys(operation.responses)).toContain(String(row.useCase.status ?? 200));
    const wanted = problemsOf(row).map((code) => `${PROBLEMS[code].status} ${code}`);
    expect(documentedCodes(operation).toSorted()).toEqual(wanted.toSorted());
  });

  it('lists each operation of the catalogue and the five documents of the machine room, none twice', () => {
    const names = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    );
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names).toHaveLength(catalogue.length + 5);
  });

  it('lets nothing into an answer that is not named', () => {
    const answers = Object.entries(document.components.schemas).filter(([name]) => !name.endsWith('Body'));
    const open = answers.flatMap(([name, schema]) =>
      schemasIn(schema).some(({ type, properties, additionalProperties }) => {
        return type === 'object' && properties !== undefined && additionalProperties !== false;
      })
        ? [name]
        : [],
    );
    expect(open).toEqual([]);
  });

  it.each(rows.filter((row) => operationAt(row)?.requestBody?.content['application/json']))(
    '$name shows a body that its own schema takes',
    ({ useCase, ...row }) => {
      const body = operationAt({ useCase, ...row })?.requestBody?.content['application/json']?.example as object;
      const parts = [...row.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, 'x']);
      expect(useCase.input.safeParse({ ...body, ...Object.fromEntries(parts) }).error).toBeUndefined();
    },
  );

  it('names the cookies as they are at its address', () => {
    const nameAt = (isHttps: boolean) =>
      describeApi({ appUrl: 'http://localhost:3000', isHttps }).components.securitySchemes['access_token'];
    expect(nameAt(true)).toMatchObject({ name: '__Host-access_token' });
    expect(nameAt(false)).toMatchObject({ name: 'access_token' });
  });
});
