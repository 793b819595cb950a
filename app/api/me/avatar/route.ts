import { route } from '@/lib/http/route';
import { removeAvatar } from '@/lib/use-cases/remove-avatar';
import { uploadAvatar } from '@/lib/use-cases/upload-avatar';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ PUT: uploadAvatar, DELETE: removeAvatar });
