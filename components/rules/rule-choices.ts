import type { Choice, ChoiceGroup } from '@/components/forms/choice-field';
import { ACTIONS, attributesOn, OPERATORS, type Operator, RESOURCES, type Resource } from '@/lib/shared/authorization';
import { capital } from '@/lib/shared/capital';
import { choiceOf, findAttribute } from '@/lib/shared/rule-form';
import { actionWords, attributeWords, OPERATOR_WORDS } from '@/lib/shared/rule-words';

const RESOURCE_GROUPS: Partial<Record<Resource, string>> = {
  user: 'People',
  role: 'Roles',
  policy: 'Rules',
  audit: 'Record',
  mail: 'Mail',
};

/** Everything that can be done, by what it is done to. */
export const DEEDS: readonly ChoiceGroup[] = RESOURCES.map((resource) => ({
  label: RESOURCE_GROUPS[resource] ?? capital(resource),
  choices: ACTIONS[resource].map((action) => ({
    value: choiceOf(resource, action),
    label: capital(actionWords(resource, action)),
  })),
}));

function askable(on: 'subject' | 'environment' | 'resource', resource: Resource): Choice[] {
  return Object.keys(attributesOn(on, resource)).map((attribute) => ({
    value: choiceOf(on, attribute),
    label: capital(attributeWords(on, attribute, resource)),
  }));
}

/** People and roles have a level each: it is one choice, whatever the rule is about. */
const ASKABLE_OF_THINGS = [
  ...askable('resource', 'user'),
  ...askable('resource', 'role').filter(({ value }) => value !== 'resource.level'),
].map((choice) =>
  choice.value === 'resource.level' ? { ...choice, label: 'The level of the person or role' } : choice,
);

/** Everything that a condition may ask about. */
export const ASKABLE: readonly ChoiceGroup[] = [
  { label: 'Who acts', choices: askable('subject', 'user') },
  { label: 'What it is done to', choices: ASKABLE_OF_THINGS },
  { label: 'The circumstances', choices: askable('environment', 'user') },
];

/** How something is compared: by what it is, or everything there is where that is not chosen yet. */
export function comparisons(choice: string | undefined): Choice[] {
  const attribute = choice === undefined ? undefined : findAttribute(choice);
  const all = Object.keys(OPERATOR_WORDS) as Operator[];
  const fitting: readonly Operator[] = attribute ? OPERATORS[attribute.kind] : all;
  const isList = attribute?.kind === 'list' || attribute?.kind === 'chain';
  return fitting.map((value) => ({ value, label: OPERATOR_WORDS[value][isList ? 'many' : 'one'] }));
}

/** What a value is compared with. */
export const AGAINST: readonly Choice[] = [
  { value: '', label: 'this value:' },
  ...askable('subject', 'user').map(({ value, label }) => ({ value: value.replace('subject.', ''), label })),
];
