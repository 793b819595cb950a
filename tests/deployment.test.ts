import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SOURCES } from '@/lib/cli/build-age.mjs';
import { surveySettings } from '@/lib/core/env';
import { SETTING_NAMES } from '@/lib/core/settings';

type Service = {
  image?: string;
  build?: string;
  command?: string[];
  ports?: string[];
  networks?: string[] | Record<string, unknown>;
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  configs?: { source: string }[];
  volumes?: string[];
  restart: string;
  read_only?: boolean;
  cap_drop?: string[];
};
type Compose = {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
  volumes: Record<string, unknown>;
  configs: Record<string, { content: string }>;
};

const compose = parse(readFileSync('compose.yaml', 'utf8'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const app = compose.services['app-1'];
const networksOf = ({ networks = [] }: Service) => (Array.isArray(networks) ? networks : Object.keys(networks));

/** Instructions of the Dockerfile, one each, whatever lines they are on. */
const instructions = readFileSync('Dockerfile', 'utf8')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => /^([A-Z]+) +(.*)$/.exec(line)?.slice(1) ?? ['?', line]);
const lastStage = instructions.slice(instructions.findLastIndex(([name]) => name === 'FROM'));
const wordsOf = (name: string) => lastStage.filter(([found]) => found === name).map(([, words]) => words ?? '');

const EXACT_VERSION = /:v?\d+\.\d+(\.\d+)?(-[a-z]+)*$/;

describe('the image', () => {
  it('is made of instructions that there are', () => {
    const known = ['FROM', 'WORKDIR', 'ENV', 'COPY', 'RUN', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD'];
    expect(instructions.filter(([name = '']) => !known.includes(name))).toEqual([]);
  });

  it('stands on exact versions, and takes nothing but the output of the build', () => {
    const bases = instructions.filter(([name]) => name === 'FROM').map(([, base = '']) => base.split(' ')[0] ?? '');
    expect(bases).toHaveLength(2);
    for (const base of bases) expect(base).toMatch(EXACT_VERSION);
    expect(wordsOf('COPY')).toEqual(['--from=build /app/.next/standalone ./']);
  });

  it('runs as an ordinary user, which owns one folder and not the program', () => {
    expect(wordsOf('USER')).toEqual(['node']);
    expect(wordsOf('RUN')).toEqual(['mkdir .data && chown node:node .data']);
  });

  it('looks after itself, and starts without a shell in between', () => {
    const [health = ''] = wordsOf('HEALTHCHECK');
    const probe = JSON.parse(/CMD (\[.*\])$/.exec(health)?.[1] ?? '') as string[];
    expect(probe.slice(0, 2)).toEqual(['node', '-e']);
    expect(() => new Script(probe[2] ?? '')).not.toThrow();
    expect(probe[2]).toContain('/api/health/live');
    expect(JSON.parse(wordsOf('CMD')[0] ?? '')).toEqual(['node', 'lib/cli/start.mjs']);
  });

  // asvs:13.2.3
  it('holds no settings: none is said in it, and no file of them gets into its build', () => {
    const names = SETTING_NAMES.filter((name) => name !== 'NODE_ENV');
    const said = instructions.filter(([name]) => name === 'ENV' || name === 'ARG').flat();
    expect(names.filter((name) => said.some((words) => words?.includes(`${name}=`)))).toEqual([]);
    const lines = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(lines[1]).toBe('*');
    expect(lines).toContain('**/.env*');
  });

  it('gets everything that a build is made of', () => {
    const letIn = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const wanted = SOURCES.map((path) => path.split('/')[0]).filter((path) => path !== 'public');
    expect(wanted.filter((path) => !letIn.includes(`!${path}`))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  it('has two instances of one image behind Caddy, and what they need', () => {
    const wanted = ['app-1', 'app-2', 'caddy', 'inngest', 'mailpit', 'migrate', 'postgres', 'redis'];
    expect(Object.keys(compose.services).toSorted()).toEqual(wanted);
    expect(compose.services['app-2']).toEqual(app);
  });

  it.each(services)('%s has an exact version', (_, { image = '', build }) => {
    if (build === undefined) expect(image).toMatch(EXACT_VERSION);
    else expect(image).toBe('gatehouse:${GATEHOUSE_VERSION:-latest}');
  });

  it('names nothing that is not there', () => {
    for (const [name, service] of services) {
      const named = [
        ...Object.keys(service.depends_on ?? {}).map((other) => other in compose.services),
        ...networksOf(service).map((network) => network in compose.networks),
        ...(service.configs ?? []).map(({ source }) => source in compose.configs),
        ...(service.volumes ?? []).map((volume) => (volume.split(':')[0] ?? '') in compose.volumes),
      ];
      expect(named, name).not.toContain(false);
    }
  });

  it('opens nothing to the outside but Caddy, and lets what holds data nowhere else', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['caddy']);
    const open = services.filter(([, service]) =>
      networksOf(service).some((name) => !compose.networks[name]?.internal),
    );
    expect(open.map(([name]) => name).toSorted()).toEqual(['app-1', 'app-2', 'caddy']);
  });

  // asvs:13.2.3
  it('has no secret in it: each is wanted from outside, and nothing starts without', () => {
    const secrets = new Map<string, string>();
    for (const [, { environment = {} }] of services) {
      for (const [, name = '', rest = ''] of Object.values(environment)
        .join('\n')
        .matchAll(/\$\{(\w+)([^}]*)\}/g)) {
        if (/KEY|SECRET|PASSWORD|TOKEN/.test(name)) secrets.set(name, rest);
      }
    }
    const required = [...secrets].filter(([, rest]) => /^:\?\S/.test(rest)).map(([name]) => name);
    expect(required.toSorted()).toEqual(
      ['DATABASE_PASSWORD', 'INNGEST_DATABASE_PASSWORD', 'INNGEST_EVENT_KEY', 'INNGEST_SIGNING_KEY', 'JWE_KEY'].concat(
        'POSTGRES_PASSWORD',
        'REDIS_PASSWORD',
        'SECRET_KEY',
      ),
    );
    // What may be left out is left out: no other has a value to begin with.
    const optional = [...secrets].filter(([name]) => !required.includes(name) && !name.endsWith('_SECONDS'));
    expect(optional.filter(([, rest]) => rest !== ':-')).toEqual([]);
  });

  it('hands every setting on to the instances, but those of development', () => {
    const left = ['NODE_ENV', 'PREVIEW', 'PORT', 'ALLOW_SINGLE_INSTANCE', 'INNGEST_DEV'];
    const handed = Object.keys(app?.environment ?? {});
    expect(SETTING_NAMES.filter((name) => !left.includes(name) && !handed.includes(name))).toEqual([]);
    expect(handed.filter((name) => left.includes(name) || !SETTING_NAMES.includes(name))).toEqual([]);
    expect(app?.environment).toMatchObject({
      TRUSTED_PROXY_HOPS: '1',
      APP_URL: expect.stringMatching(/^https:/) as string,
    });
  });

  it('knows of everything that goes on whether it is well', () => {
    const running = services.filter(([, { restart }]) => restart !== 'no');
    const unknown = running.filter(([, { healthcheck, build }]) => !healthcheck && build === undefined);
    expect(unknown.map(([name]) => name)).toEqual([]);
  });

  it('migrates a database that is there, and starts the instances after that', () => {
    expect(compose.services['migrate']).toMatchObject({
      command: ['node', 'lib/cli/migrate.mjs'],
      restart: 'no',
      depends_on: { postgres: { condition: 'service_healthy' } },
    });
    expect(app?.depends_on).toEqual({
      migrate: { condition: 'service_completed_successfully' },
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
    });
  });

  it('lets the instances write nowhere but into their folder for pictures', () => {
    expect(app).toMatchObject({ read_only: true, cap_drop: ['ALL'], volumes: ['pictures:/app/.data'] });
  });

  it('keeps what Redis holds for Inngest', () => {
    const words = compose.services['redis']?.command?.join(' ') ?? '';
    expect(words).toContain('--appendonly yes');
    expect(words).toContain('--maxmemory-policy noeviction');
  });

  // asvs:13.2.2
  it('gives the instances a database and no more: their role is not the owner of the server', () => {
    const { content = '' } = compose.configs['databases'] ?? {};
    expect(content).toMatch(/CREATE ROLE gatehouse LOGIN PASSWORD '[^']+';\n.*CREATE ROLE inngest LOGIN/);
    expect(content).not.toMatch(/SUPERUSER|CREATEDB|CREATEROLE/);
    expect(app?.environment?.['DATABASE_URL']).toMatch(/^postgresql:\/\/gatehouse:/);
    const environments = services.map(([name, { environment }]) => [name, JSON.stringify(environment ?? {})]);
    const owners = environments.filter(([, text]) => text?.includes('POSTGRES_PASSWORD'));
    expect(owners.map(([name]) => name)).toEqual(['postgres']);
  });

  // asvs:13.4.5
  it('leads to both instances, and shuts what is for the inside', () => {
    const { content = '' } = compose.configs['caddyfile'] ?? {};
    expect(content.match(/reverse_proxy (?:@unready )?app-1:3000 app-2:3000 \{/g)).toHaveLength(2);
    expect(content).toContain('health_uri /api/health/ready');
    expect(content).toContain('@inside path /api/inngest /api/inngest/* /api/metrics /api/metrics/*');
  });
});

describe('docs/operations.md', () => {
  const text = readFileSync('docs/operations.md', 'utf8');
  /** What the first deploy has one write into .env, with something in the place of what it computes. */
  const written = new Map(
    [...text.matchAll(/^ {3}([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value.startsWith('$(key)') ? 'ab'.repeat(32) : value.replace(/^\$\(.*\)$/, 'A'.repeat(43)),
    ]),
  );

  /** As Compose does it (compose-spec, "Interpolation"): nothing starts without a value behind `:?`. */
  function interpolated(value: string): string {
    return value.replaceAll(/\$\{(\w+):([?-])([^}]*)\}/g, (_, name: string, kind: string, rest: string) => {
      const found = written.get(name) ?? '';
      if (found === '' && kind === '?') throw new Error(`${name}: ${rest}`);
      return found === '' ? rest : found;
    });
  }

  it('has one write into .env what compose.yaml wants, and the settings of production are whole', () => {
    const environments = services.map(([name, { environment = {} }]) => {
      const values = Object.entries(environment).map(([key, value]) => [key, interpolated(value)] as const);
      return [name, Object.fromEntries(values)] as const;
    });
    const settings = Object.fromEntries(environments)['app-1'];
    expect(surveySettings({ NODE_ENV: 'production', ...settings }).problems).toEqual([]);
    expect(settings).toMatchObject({ APP_URL: 'https://login.example.com', EMAIL_HOST: 'mailpit' });
  });

  it('names commands that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const programs = [...text.matchAll(/node lib\/cli\/([\w-]+)\.mjs/g)].map(([, name = '']) => name);
    const built = `lib/cli/start.ts ${Object.values(scripts).join(' ')}`;
    expect(programs.filter((name) => !built.includes(`lib/cli/${name}.ts`))).toEqual([]);
  });
});
