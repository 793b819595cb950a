'use server';

import { action } from '@/lib/http/action';
import { changePassword } from '@/lib/use-cases/change-password';

export const changePasswordAction = action(changePassword);
