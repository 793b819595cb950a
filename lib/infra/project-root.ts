import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of package.json: where the program's own files lie, wherever it was started from. Known from this file's
 * place, also when it runs bundled.
 */
export const PROJECT_ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
