'use server';

import { action } from '@/lib/http/action';
import { activateAccount } from '@/lib/use-cases/activate-account';

export const activateByLinkAction = action(activateAccount, { next: (output) => output.next });
