import { addMail } from '../tests/harness/mails';
import { until } from '../tests/harness/poll';
import { makeRole, newName } from '../tests/harness/roles';
import { focused, row, somebody } from './admin-fixtures';
import { expect, expectAccessible, outermostEdge } from './fixtures';
import { test } from './sign-in-as';

const AN_HOUR_AGO = () => new Date(Date.now() - 60 * 60 * 1000);

test('an administrator finds a mail that was given up, reads why, and has it sent again', async ({
  page,
  server,
  signInAs,
}) => {
  const name = newName('Byron');
  const { id: userId } = await somebody(server, name);
  const id = await addMail(server.database, { userId, template: 'password-changed', lastError: 'SMTP EDNS' });
  await signInAs({ roles: ['admin'] });
  await page.goto('/dashboard');
  await page.getByRole('link', { name: 'Administration' }).click();
  await page.getByRole('link', { name: 'Mail', exact: true }).click();
  await page.getByRole('link', { name: /^Given up/ }).click();
  await expect(page).toHaveURL('/admin/mail?status=dead');
  const mail = row(page, name);
  await expect(mail).toContainText('The password was changed');
  await expect(mail).toContainText('The name of the mail server was not found. (SMTP EDNS)');
  await mail.getByText('Send again').click();
  await expect(mail).toContainText('The very same mail goes out now');
  await expectAccessible(page);
  await mail.getByRole('button', { name: 'Send it again' }).click();
  await expect(focused(page)).toHaveText('The mail is on its way again.');
  await expect(row(page, name)).toHaveCount(0);
  const { query } = server.database;
  const sent = "SELECT FROM outbox_mails WHERE id = $1 AND status = 'sent'";
  await until('the mail to be sent', async () => (await query(sent, [id])).rowCount === 1);
  await page.getByRole('link', { name: /^Sent/ }).click();
  await expect(row(page, name)).toContainText('The password was changed');
  await expect(row(page, name).getByRole('button')).toHaveCount(0);
});

test('a mail whose link has expired says so instead of offering itself, and who may only look is offered nothing', async ({
  page,
  server,
  signInAs,
}) => {
  const name = newName('Byron');
  const { id: userId } = await somebody(server, name);
  await addMail(server.database, { userId, template: 'reset-password', askedAt: AN_HOUR_AGO() });
  const admin = await signInAs({ roles: ['admin'] });
  await page.goto('/admin/mail');
  await expect(row(page, name)).toContainText('Its code or link has expired');
  await expect(row(page, name).getByText('Send again')).toHaveCount(0);

  const role = await makeRole(admin.browser, { level: 60, permissions: ['mails.read'] });
  await signInAs({ roles: [role] });
  await page.goto('/admin');
  await expect(page).toHaveURL('/admin/mail');
  await expect(page.getByRole('navigation', { name: 'Administration' }).getByRole('link')).toHaveText(['Mail']);
  await expect(page.getByRole('table', { name: 'Mails' })).toContainText('Somebody whom you may not see');
  await expect(page.getByRole('table', { name: 'Mails' }).getByText('Send again')).toHaveCount(0);
});

test('the page of mails fits a narrow screen and is accessible, is refused to who may not, and says what is wrong with its address', async ({
  page,
  server,
  expectComplaints,
  signInAs,
}) => {
  expectComplaints(/403/);
  const { id: userId } = await somebody(server, 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren');
  const lastError = 'SMTP EENVELOPE 451 4.3.2 at RCPT TO';
  const nextAttemptAt = new Date(Date.now() + 60 * 60 * 1000);
  await addMail(server.database, { userId, status: 'queued', attempts: 3, lastError, nextAttemptAt });
  await addMail(server.database, { userId, lastError });
  await signInAs({ roles: ['admin'] });
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ['/admin/mail', '/admin/mail?status=failed', '/admin/mail?status=handed_over']) {
    await page.goto(path);
    await expect(page.getByRole('link', { name: 'Mail', exact: true })).toHaveAttribute('aria-current', 'page');
    expect(await outermostEdge(page), path).toBeLessThanOrEqual(320);
    await expectAccessible(page);
  }
  await expect(page.getByText('No mail stands like that now.')).toBeVisible();
  await page.goto('/admin/mail?status=lost');
  await expect(page.getByText('Choose one of: queued, handed_over, failed, sent, dead.')).toBeVisible();
  await signInAs({ roles: ['manager'] });
  expect((await page.goto('/admin/mail'))?.status()).toBe(403);
});
