// node lib/cli/start.mjs [--port 3000] [--hostname 127.0.0.1]: the server of the standalone output that it lies in.
import { fileURLToPath } from 'node:url';
import { endWithNpm } from './npm-parent.mjs';
import { serve } from './serve.mjs';

endWithNpm();
await serve(fileURLToPath(new URL('../..', import.meta.url)), 'start', process.argv.slice(2));
