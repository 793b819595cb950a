import { halvesOf } from '@/lib/shared/rule-form';

/** What the simulator asks, as its address has it: texts, not yet judged. `does` is such as "user.suspend". */
export type SimulatorQuestion = Partial<Record<'who' | 'does' | 'to' | 'ip' | 'hour' | 'weekday' | 'age', string>>;

export const QUESTION_NAMES = ['who', 'does', 'to', 'ip', 'hour', 'weekday', 'age'] as const;

const numberOf = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : text);

/** The question as the operation takes it; what was left empty is left out. */
export function toExplainInput({ who, does = '', to, ip, hour, weekday, age }: SimulatorQuestion) {
  const [type, action] = halvesOf(does);
  return {
    ...(who !== undefined && { subject_id: who.trim() }),
    action,
    resource: { type, ...(to !== undefined && { id: to.trim() }) },
    environment: {
      ...(ip !== undefined && { ip: ip.trim() }),
      ...(hour !== undefined && { hour: numberOf(hour) }),
      ...(weekday !== undefined && { weekday: numberOf(weekday) }),
      ...(age !== undefined && { sign_in_age_seconds: numberOf(age) }),
    },
  };
}
