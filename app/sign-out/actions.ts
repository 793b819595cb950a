'use server';

import { redirect } from 'next/navigation';
import { action } from '@/lib/http/action';
import { idleForm } from '@/lib/shared/form-state';
import { logout } from '@/lib/use-cases/logout';

const signOut = action(logout);

export async function signOutAction(data: FormData): Promise<void> {
  await signOut(idleForm, data);
  redirect('/login?notice=signed_out');
}
