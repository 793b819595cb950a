import type { TestProject } from 'vitest/node';
import { lookAtAnswers } from './answers-look';
import { startServices } from './services';

/** Once before the tests on services: a PostgreSQL with a migrated template. The first server asks for the build. */
export default async (project: TestProject) => {
  const stop = await startServices();
  return async () => {
    await lookAtAnswers(project);
    await stop();
  };
};
