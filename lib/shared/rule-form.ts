import { type Attribute, attributesOn, LIST_OPERATORS, type Operator, RESOURCES, type Source } from './authorization';
import { WEEKDAYS } from './rule-words';
import type { Condition } from './schemas/condition';

/** The names of a condition's four controls in the form of a rule, by the number of its row. */
export function conditionFields(row: string) {
  return { asks: `${row}-asks`, is: `${row}-is`, against: `${row}-against`, value: `${row}-value` };
}

/** What is asked about, as one choice of a list: "resource.level". */
export const choiceOf = (on: string, attribute: string) => `${on}.${attribute}`;

/** The two halves of such a choice. */
export function halvesOf(choice: string): [string, string] {
  const dot = choice.indexOf('.');
  return dot < 0 ? [choice, ''] : [choice.slice(0, dot), choice.slice(dot + 1)];
}

/** An attribute that some rule may ask about; undefined where there is none of the name. */
export function findAttribute(choice: string): Attribute | undefined {
  const [on, name] = halvesOf(choice);
  const tables = RESOURCES.map(
    (resource) => attributesOn(on as Source, resource) as Record<string, Attribute> | undefined,
  );
  return tables.find((table) => table && Object.hasOwn(table, name))?.[name];
}

/** A condition's value as it is typed: several with commas between them, weekdays by name. */
export function typedValue({ on, attribute, value }: Pick<Condition, 'on' | 'attribute' | 'value'>): string {
  if (typeof value === 'object' && 'subject' in value) return '';
  const isWeekday = findAttribute(choiceOf(on, attribute))?.of === 'weekday';
  return [value]
    .flat()
    .map((one) => (isWeekday ? (WEEKDAYS[Number(one)] ?? one) : one))
    .join(', ');
}

/** What was typed, as the attribute wants it; what it cannot be is left for the judge of the rule. */
function readOne(text: string, attribute: Attribute | undefined): string | number {
  if (attribute?.of === 'weekday') {
    const day = WEEKDAYS.findIndex((name) => name.toLowerCase() === text.toLowerCase());
    if (day >= 0) return day;
  }
  return attribute?.kind === 'number' && /^\d+$/.test(text) ? Number(text) : text;
}

function readCondition(fields: Record<string, string>, row: string): unknown {
  const names = conditionFields(row);
  const text = (name: string) => (fields[name] ?? '').trim();
  const [on, attribute] = halvesOf(text(names.asks));
  const is = text(names.is);
  if (text(names.against) !== '') return { on, attribute, is, value: { subject: text(names.against) } };
  const known = findAttribute(text(names.asks));
  const typed = text(names.value);
  if (!LIST_OPERATORS.includes(is as Operator)) return { on, attribute, is, value: readOne(typed, known) };
  const parts = typed.split(',').map((part) => readOne(part.trim(), known));
  return { on, attribute, is, value: parts.filter((part) => part !== '') };
}

/** The rows that a form has, in their order; those beyond what was asked for count once something is chosen in them. */
function rowsIn(fields: Record<string, string>): string[] {
  const rows = Object.keys(fields).filter((name) => /^(?:condition|spare)-\d+-asks$/.test(name));
  return rows.filter((name) => fields[name] !== '').map((name) => name.replace(/-asks$/, ''));
}

/** The name of the box that says: no condition, and it is meant so. */
export const EVERYBODY_BOX = 'everybody';

/** Whether a form would make a rule for everybody, who sends it too, and does not say that this is meant. */
export function isUnmeant(fields: Record<string, string>): boolean {
  return rowsIn(fields).length === 0 && fields[EVERYBODY_BOX] === undefined;
}

/** What the names of the boxes of a person's fields begin with. */
export const FIELD_BOX = 'field-';

/** Whether a rule about this ("user.read") may be about some fields only. */
export function hasFieldsOf(deed: string): boolean {
  return deed === 'user.read' || deed === 'user.update';
}

/** The texts of a rule's form as the input of the operation. */
export function readRuleForm(fields: Record<string, string>): Record<string, unknown> {
  const deed = fields['does'] ?? '';
  const [resource, action] = halvesOf(deed);
  const ticked = Object.keys(fields).filter((name) => name.startsWith(FIELD_BOX));
  return {
    name: fields['name'],
    effect: fields['effect'],
    resource,
    action,
    // Without a script, the boxes are there for rules about something else, too.
    fields: hasFieldsOf(deed) ? ticked.map((name) => name.slice(FIELD_BOX.length)) : [],
    conditions: rowsIn(fields).map((row) => readCondition(fields, row)),
  };
}
