import type { Metadata } from 'next';
import { FirstPassword } from '@/components/reset/first-password';
import { ChangePasswordForm } from '@/components/settings/change-password-form';
import { Card } from '@/components/ui/card';
import { load } from '@/lib/http/load';
import { captchaSetting, hasOwnPassword } from '@/lib/http/page-facts';
import { getMe } from '@/lib/use-cases/get-me';
import { requestResetPasswordAction } from '../../forgot-password/actions';
import { SettingsPage } from '../settings-page';
import { changePasswordAction } from './actions';

export const metadata: Metadata = { title: 'Password', robots: { index: false } };

const WORDS = {
  change: {
    intro: 'What you sign in with.',
    card: 'Change your password',
    about: 'A new password signs you out everywhere else. This browser stays signed in.',
  },
  first: {
    intro: 'A way in of your own, beside the one that you have.',
    card: 'Set your first password',
    about: undefined,
  },
};

export default async function PasswordPage() {
  const { first_name, last_name, email } = await load(getMe, {});
  const hasPassword = await hasOwnPassword();
  const { intro, card, about } = hasPassword ? WORDS.change : WORDS.first;
  return (
    <SettingsPage title="Password" intro={intro} current="/settings/password">
      <Card title={card} intro={about}>
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
      </Card>
    </SettingsPage>
  );
}
