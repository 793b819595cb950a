'use server';

import { action } from '@/lib/http/action';
import { resetPassword } from '@/lib/use-cases/reset-password';

export const resetPasswordAction = action(resetPassword, { next: () => '/login?notice=password_reset' });
