'use server';

import { action } from '@/lib/http/action';
import { register } from '@/lib/use-cases/register';

export const registerAction = action(register, { next: (output) => output.next });
