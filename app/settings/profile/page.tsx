import type { Metadata } from 'next';
import { NamesForm } from '@/components/people/names-form';
import { OwnPicture } from '@/components/settings/own-picture';
import { Card } from '@/components/ui/card';
import { editableOwnFields, loadMeAnew } from '@/lib/http/people-facts';
import { SettingsPage } from '../settings-page';
import { removePictureAction, updateOwnNamesAction } from './actions';

export const metadata: Metadata = { title: 'Profile', robots: { index: false } };

export default async function ProfilePage() {
  const me = await loadMeAnew();
  const editable = await editableOwnFields();
  return (
    <SettingsPage title="Profile" intro="How you are shown here." current="/settings/profile">
      {editable.has('avatar') && (
        <Card title="Picture">
          <OwnPicture me={me} remove={removePictureAction} />
        </Card>
      )}
      {editable.has('first_name') && editable.has('last_name') && (
        <Card title="Names">
          <NamesForm action={updateOwnNamesAction} person={me} isOwn />
        </Card>
      )}
      {editable.size === 0 && <p>A rule of this site keeps you from changing your names and your picture.</p>}
    </SettingsPage>
  );
}
