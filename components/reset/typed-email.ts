/**
 * The address that was typed on the way here, kept by the page that stays loaded while one goes from form to form: not
 * in the address, where logs and histories would keep it, nor in any storage. Only the browser ever writes it.
 */
let typed = '';

export function rememberTypedEmail(email: string): void {
  typed = email;
}

export function recallTypedEmail(): string {
  return typed;
}
