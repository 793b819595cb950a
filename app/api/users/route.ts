import { route } from '@/lib/http/route';
import { invitePerson } from '@/lib/use-cases/invite-person';
import { listPeople } from '@/lib/use-cases/list-people';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: listPeople, POST: invitePerson });
