// The settings files of Next, in its order, for what runs before it or without it.
import { existsSync } from 'node:fs';

/** @param {string[]} paths the first to name a variable wins; one that is set in the environment is never changed */
export function loadEnvFiles(paths) {
  for (const path of paths) if (existsSync(path)) process.loadEnvFile(path);
}

/** @param {'development' | 'production'} mode as in Next: the more particular file first */
export const envFilesOf = (mode) => [`.env.${mode}.local`, '.env.local', `.env.${mode}`, '.env'];
