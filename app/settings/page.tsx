import { redirect } from 'next/navigation';
import { SETTINGS_LINKS } from './settings-links';

export default function SettingsIndexPage() {
  redirect(SETTINGS_LINKS[0].href);
}
