import { route } from '@/lib/http/route';
import { listMails } from '@/lib/use-cases/list-mails';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: listMails });
