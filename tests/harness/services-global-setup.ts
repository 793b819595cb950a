import { startServices } from './services';

/** Once before the tests on services: a PostgreSQL with a migrated template. The first server asks for the build. */
export default () => startServices();
