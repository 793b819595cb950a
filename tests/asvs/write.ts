import { writeFileSync } from 'node:fs';
import { listPaths, readSources } from '../architecture/source-tree';
import { asvsDocument } from './matrix';
import { CHAPTERS } from './requirements';
import { allTags } from './tags';

const root = process.cwd();
const { tags } = allTags(readSources(root, listPaths(root).files));
writeFileSync('docs/asvs.md', asvsDocument(CHAPTERS, tags));
