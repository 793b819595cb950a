import { describe, expect, it } from 'vitest';
import { suspendPersonInput } from '@/lib/shared/schemas/people';
import { readInviteForm, readRolesForm, readSuspendForm, roleBox } from '@/lib/shared/schemas/people-forms';

const id = '018f0000-0000-7000-8000-000000000000';

describe('the form of roles', () => {
  it('sends those whose boxes are ticked, and no other field', () => {
    const fields = { id, [roleBox('manager')]: 'on', [roleBox('help-desk')]: 'on', admin: 'on' };
    expect(readRolesForm(fields)).toEqual({ id, roles: ['manager', 'help-desk'] });
  });

  it('sends none where none is ticked', () => {
    expect(readRolesForm({ id })).toEqual({ id, roles: [] });
  });
});

describe('the form of an invitation', () => {
  const person = { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' };

  it('leaves the roles to what is usual where it shows no boxes', () => {
    expect(readInviteForm(person)).toEqual(person);
  });

  it('sends the ticked ones where it shows some, and none where none is ticked', () => {
    const shown = { ...person, has_boxes: 'yes' };
    expect(readInviteForm({ ...shown, [roleBox('member')]: 'on' })).toEqual({ ...person, roles: ['member'] });
    expect(readInviteForm(shown)).toEqual({ ...person, roles: [] });
  });
});

describe('the form of a suspension', () => {
  it.each([
    ['2030-01-31T12:30', '2030-01-31T12:30:00.000Z'],
    ['2030-01-31T12:30:15', '2030-01-31T12:30:15.000Z'],
  ])('means %s in UTC', (until, meant) => {
    const { data } = suspendPersonInput.safeParse(readSuspendForm({ id, reason: 'Because', until }));
    expect(data?.until?.toISOString()).toBe(meant);
  });

  it('without a time has no end, and with nonsense is refused at that field', () => {
    expect(readSuspendForm({ id, reason: 'Because', until: '' })).toEqual({ id, reason: 'Because', until: null });
    const { error } = suspendPersonInput.safeParse(readSuspendForm({ id, reason: 'Because', until: 'soon' }));
    expect(error?.issues.map(({ path }) => path)).toEqual([['until']]);
  });
});
