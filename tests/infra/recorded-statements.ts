import { PrismaPg } from '@prisma/adapter-pg';
import type { Db } from '@/lib/infra/db';
import { PrismaClient } from '@/prisma/generated/client';
import type { TestDatabase } from '../harness/database';

export type Statement = { sql: string; values: unknown[] };

export type Recorded = {
  db: Db;
  /** What the work came to, and what it had this client say to PostgreSQL meanwhile. */
  record: <T>(work: () => Promise<T>) => Promise<{ result: T; statements: Statement[] }>;
};

/** A client whose statements can be looked at afterwards. */
export function openRecorded(url: string): Recorded {
  const adapter = new PrismaPg({ connectionString: url });
  const db = new PrismaClient({ adapter, log: [{ emit: 'event', level: 'query' }] });
  let heard: Statement[] = [];
  db.$on('query', ({ query, params }) => {
    heard.push({ sql: query, values: JSON.parse(params) as unknown[] });
  });
  return {
    db,
    record: async (work) => {
      heard = [];
      const result = await work();
      return { result, statements: heard };
    },
  };
}

type Plan = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Plan[] };

/** Each way in which a statement's plan reads a table or an index, as `Index Only Scan users_list_idx`. */
export async function scansOf({ query }: TestDatabase, { sql, values }: Statement): Promise<string[]> {
  const { rows } = await query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (FORMAT JSON) ${sql}`, values);
  const scansIn = (plan: Plan): string[] => [
    ...(plan['Node Type'].includes('Scan')
      ? [`${plan['Node Type']} ${plan['Index Name'] ?? plan['Relation Name'] ?? ''}`.trim()]
      : []),
    ...(plan.Plans ?? []).flatMap(scansIn),
  ];
  return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan: plan }) => scansIn(plan)));
}
