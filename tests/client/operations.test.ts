import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { OPERATIONS, type InputOf, type OperationName, type Operations, type OutputOf } from '@/lib/client/operations';
import { catalogue, type CatalogueRow } from '@/lib/http/catalogue';
import { exportNameOf } from '../architecture/operations';

const modules = import.meta.glob<Record<string, unknown>>('../../lib/use-cases/*.ts', { eager: true });
const names = new Map(
  Object.entries(modules).map(([file, module]) => [module[exportNameOf(file)], exportNameOf(file)]),
);

type Row = (typeof catalogue)[number];
type UseCaseOf<Name extends OperationName> = Extract<Row, Pick<Operations[Name], 'method' | 'path'>>['useCase'];
type Same<A, B> = [A, B] extends [B, A] ? true : false;
/** The operations whose types in the client are not those of their use case. */
type Disagreeing = {
  [Name in OperationName]: [
    Same<InputOf<Name>, z.input<UseCaseOf<Name>['input']>>,
    Same<OutputOf<Name>, z.output<UseCaseOf<Name>['output']>>,
  ] extends [true, true]
    ? never
    : Name;
}[OperationName];

describe('the operations of the client', () => {
  it('are those of the catalogue, each under the name of its use case, at its place', () => {
    const listed = catalogue.map(({ method, path, useCase }: CatalogueRow) => {
      const { takes, gives } = useCase;
      return [names.get(useCase), { method, path, ...(takes && { takes }), ...(gives && { gives }) }];
    });
    expect(OPERATIONS).toEqual(Object.fromEntries(listed));
    expect(Object.keys(OPERATIONS)).toHaveLength(catalogue.length);
  });

  it('take and give what the use cases do', () => {
    expectTypeOf<Disagreeing>().toEqualTypeOf<never>();
    expect(catalogue.length).toBeGreaterThan(0);
  });

  it('may be called without an input where nothing is needed, and not where something is', () => {
    expectTypeOf<InputOf<'getMe'>>().toEqualTypeOf<Record<string, never>>();
    expectTypeOf<InputOf<'login'>>().toExtend<{ email: string; password: string }>();
    expect(OPERATIONS.login.method).toBe('POST');
  });
});
