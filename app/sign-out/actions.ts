'use server';

import { redirect } from 'next/navigation';
import { action } from '@/lib/http/action';
import { idleForm } from '@/lib/shared/form-state';
import { logout } from '@/lib/use-cases/logout';

const signOut = action(logout);

export async function signOutAction(data: FormData): Promise<void> {
  const { status } = await signOut(idleForm, data);
  // Nobody is to leave a computer in the belief that they are signed out of it.
  if (status !== 'done') throw new Error('signing out did not succeed');
  redirect('/login?notice=signed_out');
}
