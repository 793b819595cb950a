import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Pool } from 'pg';
import type { Migration } from '@/lib/infra/migration-files';

const SCHEMA = 'prisma/schema.prisma';
const NO_FILTERS = { externalTables: [], externalEnums: [] };

let isLoaded = false;

/** The engine of `prisma migrate` itself, as WebAssembly: its native form is a download. */
async function loadEngine(): Promise<void> {
  if (isLoaded) return;
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const program = await WebAssembly.compile(await readFile(entry.replace(/\.js$/, '.wasm')));
  const imports = { './schema_engine_bg.js': { ...bindings } as WebAssembly.ModuleImports };
  const { exports } = await WebAssembly.instantiate(program, imports);
  bindings.__wbg_set_wasm(exports);
  (exports['__wbindgen_start'] as () => void)();
  isLoaded = true;
}

type Engine = Awaited<ReturnType<typeof bindings.SchemaEngine.new>>;

/**
 * Prisma's adapter, but for scripts: it would cut them at every semicolon, also inside of a function. The native engine
 * of `prisma migrate` sends a migration to PostgreSQL as one simple query, and so does this.
 */
function adaptersFor(pool: Pool): PrismaPg {
  const adapters = new PrismaPg(pool);
  const connect = adapters.connect.bind(adapters);
  adapters.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => void (await pool.query(script));
    return adapter;
  };
  return adapters;
}

/** The end of its connections is what ends its lock. */

async function withEngine<T>(url: string, work: (engine: Engine, schema: string) => Promise<T>): Promise<T> {
  await loadEngine();
  const schema = await readFile(SCHEMA, 'utf8');
  const pool = new Pool({ connectionString: url });
  // Its end does not wait for its connections, which a drop of the database may end less gently.
  pool.on('error', () => {});
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(adaptersFor(pool));
    const engine = await bindings.SchemaEngine.new({ datamodels: [[SCHEMA, schema]] }, () => {}, adapter);
    return await work(engine, schema);
  } finally {
    await pool.end();
  }
}

async function migrationsList(migrations: readonly Migration[]) {
  return {
    baseDir: 'prisma/migrations',
    lockfile: { path: 'migration_lock.toml', content: await readFile('prisma/migrations/migration_lock.toml', 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  };
}

/** What `prisma migrate deploy` does. Returns the names of what it applied. */
export async function prismaDeploy(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const list = await migrationsList(migrations);
  return withEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: list, filters: NO_FILTERS });
    return appliedMigrationNames;
  });
}

/** What `prisma migrate status` looks at. */
export async function prismaStatus(url: string, migrations: readonly Migration[]) {
  const list = await migrationsList(migrations);
  return withEngine(url, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList: list, optInToShadowDatabase: false, filters: NO_FILTERS }),
  );
}

/** The SQL that builds what prisma/schema.prisma says, from nothing. */
export async function sqlOfSchema(url: string): Promise<string> {
  const { stdout } = await withEngine(url, (engine, content) =>
    engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content }] },
      script: true,
      exitCode: true,
      filters: NO_FILTERS,
    }),
  );
  if (stdout === null) throw new Error('The schema engine gave no SQL.');
  return stdout;
}
