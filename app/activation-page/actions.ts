'use server';

import { action } from '@/lib/http/action';
import { activateAccount } from '@/lib/use-cases/activate-account';
import { resendCode } from '@/lib/use-cases/resend-code';

export const activateAction = action(activateAccount, { next: (output) => output.next });

export const resendCodeAction = action(resendCode);
