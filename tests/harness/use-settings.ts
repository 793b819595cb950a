import { afterAll, beforeAll, vi } from 'vitest';

/**
 * Gives this process the settings of a server for a test file. Settings are read once, and the files of a worker share
 * their modules: what the file needs of ours, it imports after this, by `await import()`.
 */
export function useSettings(settings: () => Record<string, string>): void {
  let given: string[] = [];
  beforeAll(() => {
    vi.resetModules();
    given = Object.keys(settings());
    Object.assign(process.env, settings());
  });
  afterAll(() => {
    for (const name of given) Reflect.deleteProperty(process.env, name);
    vi.resetModules();
  });
}
