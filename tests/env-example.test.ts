import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { developmentKey } from '../lib/core/development-keys';
import { parseSettings } from '../lib/core/env';
import { SETTING_NAMES } from '../lib/core/settings';

type Line = { name: string; value: string; isCommentedOut: boolean; isExplained: boolean };

const text = readFileSync('.env.example', 'utf8');
const lines = text.split('\n');

/** A setting is explained by the comment above it, or above the settings that it stands with. */
function isExplained(index: number): boolean {
  const above = lines[index - 1] ?? '';
  return settingIn(above) === undefined ? above.startsWith('# ') : isExplained(index - 1);
}

function settingIn(line: string): RegExpExecArray | undefined {
  return /^(# )?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? undefined;
}

const settings = lines.flatMap((line, index): Line[] => {
  const found = settingIn(line);
  if (found === undefined) return [];
  const [, hash, name = '', value = ''] = found;
  return [{ name, value, isCommentedOut: hash !== undefined, isExplained: isExplained(index) }];
});
const valuesOf = (chosen: Line[]) => Object.fromEntries(chosen.map(({ name, value }) => [name, value]));

test('.env.example lists every setting once, in order, and nothing else', () => {
  expect(settings.map(({ name }) => name)).toEqual(SETTING_NAMES);
});

test('every setting in it has a comment', () => {
  expect(settings.filter((line) => !line.isExplained).map(({ name }) => name)).toEqual([]);
});

test('every other line is a comment, a heading or empty', () => {
  expect(lines.filter((line) => settingIn(line) === undefined && !/^(#.*)?$/.test(line))).toEqual([]);
});

test('copied as it is, it starts and changes no default', () => {
  const asCopied = parseSettings(valuesOf(settings.filter((line) => !line.isCommentedOut)));
  expect(asCopied).toEqual(parseSettings({}));
});

test('with every line switched on, each value has the right shape', () => {
  expect(parseSettings(valuesOf(settings)).mode).toBe('development');
});

test('its keys are the development keys, which production refuses', () => {
  const { SECRET_KEY, JWE_KEY } = valuesOf(settings);
  expect({ SECRET_KEY, JWE_KEY }).toEqual({ SECRET_KEY: developmentKey('secret'), JWE_KEY: developmentKey('jwe') });
});
