import { redirectFor } from '@/lib/http/page-gate';
import { listPaths } from '../architecture/source-tree';

/**
 * Every page of the site, by the files that there are; a parameter is a name that nothing has. Those of development, where
 * everybody's mail is read, are not among them: in production they do not exist.
 */
export const PAGES = listPaths(process.cwd())
  .files.filter((file) => /^app\/(?:.+\/)?page\.tsx$/.test(file))
  .map((file) => {
    const steps = file.split('/').slice(1, -1);
    return `/${steps.filter((step) => !step.startsWith('(')).join('/')}`.replace(/\[[^\]]+\]/g, 'nobody');
  })
  .filter((page) => !page.startsWith('/dev/'));

/** The pages that a stranger is sent away from. */
export const PRIVATE_PAGES = PAGES.filter((page) => redirectFor(null, page, '') !== null);
