import type { Metadata } from 'next';
import { ChangePasswordForm } from '@/components/settings/change-password-form';
import { load } from '@/lib/http/load';
import { captchaSetting } from '@/lib/http/page-facts';
import { getMe } from '@/lib/use-cases/get-me';
import { SettingsPage } from '../settings-page';
import { changePasswordAction } from './actions';

export const metadata: Metadata = { title: 'Password', robots: { index: false } };

export default async function PasswordPage() {
  const { first_name, last_name, email } = await load(getMe, {});
  return (
    <SettingsPage
      title="Password"
      intro="A new password signs you out everywhere else. This browser stays signed in."
      current="/settings/password"
    >
      <div className="max-w-md">
        <ChangePasswordForm
          action={changePasswordAction}
          owner={{ first_name, last_name, email }}
          captcha={captchaSetting()}
        />
      </div>
    </SettingsPage>
  );
}
