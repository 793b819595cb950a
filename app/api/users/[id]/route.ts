import { route } from '@/lib/http/route';
import { deletePerson } from '@/lib/use-cases/delete-person';
import { readPerson } from '@/lib/use-cases/read-person';
import { updatePerson } from '@/lib/use-cases/update-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: readPerson,
  PATCH: updatePerson,
  DELETE: deletePerson,
});
