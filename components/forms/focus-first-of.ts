/** Focuses the topmost visible field among `names`; false when the form shows none of them. */
export function focusFirstOf(form: HTMLFormElement, names: string[]): boolean {
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement && element.type !== 'hidden' && names.includes(element.name)) {
      element.focus();
      return true;
    }
  }
  return false;
}
