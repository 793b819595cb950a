'use server';

import { action } from '@/lib/http/action';
import { requestResetPassword } from '@/lib/use-cases/request-reset-password';

export const requestResetPasswordAction = action(requestResetPassword);
