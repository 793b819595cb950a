import type { Metadata } from 'next';
import { FirstPassword } from '@/components/reset/first-password';
import { ChangePasswordForm } from '@/components/settings/change-password-form';
import { load } from '@/lib/http/load';
import { captchaSetting, hasOwnPassword } from '@/lib/http/page-facts';
import { getMe } from '@/lib/use-cases/get-me';
import { requestResetPasswordAction } from '../../forgot-password/actions';
import { SettingsPage } from '../settings-page';
import { changePasswordAction } from './actions';

export const metadata: Metadata = { title: 'Password', robots: { index: false } };

const INTRO = {
  change: 'A new password signs you out everywhere else. This browser stays signed in.',
  first: 'A way in of your own, beside the one that you have.',
};

export default async function PasswordPage() {
  const { first_name, last_name, email } = await load(getMe, {});
  const hasPassword = await hasOwnPassword();
  return (
    <SettingsPage title="Password" intro={hasPassword ? INTRO.change : INTRO.first} current="/settings/password">
      <div className="max-w-md">
        {hasPassword ? (
          <ChangePasswordForm
            action={changePasswordAction}
            owner={{ first_name, last_name, email }}
            captcha={captchaSetting()}
          />
        ) : (
          <FirstPassword action={requestResetPasswordAction} email={email} />
        )}
      </div>
    </SettingsPage>
  );
}
