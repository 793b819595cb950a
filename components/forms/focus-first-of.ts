/** Focuses the topmost visible field among `names`, or the group of that name; false when the form shows none. */
export function focusFirstOf(form: HTMLFormElement, names: string[]): boolean {
  for (const element of form.elements) {
    if (isField(element) && element.type !== 'hidden' && names.includes(element.name)) {
      element.focus();
      return true;
    }
  }
  return false;
}

function isField(element: Element): element is HTMLInputElement | HTMLSelectElement | HTMLFieldSetElement {
  return [HTMLInputElement, HTMLSelectElement, HTMLFieldSetElement].some((kind) => element instanceof kind);
}
