import { findBrowser } from './browser';
import { ensureBuild } from '../tests/harness/build';
import { startServices } from '../tests/harness/services';

/** Once before all browsers: the browser itself, the build, and a PostgreSQL with a migrated template. */
export default async function setup(): Promise<() => Promise<void>> {
  process.env['TEST_BROWSER'] = findBrowser();
  const stop = await startServices();
  await ensureBuild();
  return stop;
}
