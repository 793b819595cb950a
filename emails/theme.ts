import type { CSSProperties } from 'react';

export const FONT_STACK =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif";
export const CODE_FONT_STACK = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace";

type Paintable = 'color' | 'backgroundColor' | 'borderColor';
type Paint = { readonly [property in Paintable]?: readonly [light: string, dark: string] };

/** Every colour of every mail: [light, dark]. The same as the site's (app/globals.css). */
const PAINTS = {
  page: { backgroundColor: ['#f6f7fb', '#0b1020'] },
  card: { backgroundColor: ['#ffffff', '#131a2d'], borderColor: ['#e1e6ef', '#26304a'] },
  mark: { backgroundColor: ['#4f46e5', '#a5b4fc'] },
  heading: { color: ['#0f172a', '#eef1f8'] },
  text: { color: ['#334155', '#d3dae6'] },
  quiet: { color: ['#4b5a70', '#a5b1c6'] },
  link: { color: ['#4f46e5', '#a5b4fc'] },
  button: { backgroundColor: ['#4f46e5', '#a5b4fc'], color: ['#ffffff', '#1b1847'] },
  code: { backgroundColor: ['#eceefe', '#20244a'], color: ['#312e81', '#e0e7ff'], borderColor: ['#c7d2fe', '#3b4478'] },
  rule: { backgroundColor: ['#e1e6ef', '#26304a'] },
} as const satisfies Record<string, Paint>;

type PaintName = keyof typeof PAINTS;

const CSS_NAMES: Record<Paintable, string> = {
  color: 'color',
  backgroundColor: 'background-color',
  borderColor: 'border-color',
};

function entriesOf(paint: Paint): [Paintable, readonly [string, string]][] {
  return (Object.keys(CSS_NAMES) as Paintable[]).flatMap((property) => {
    const tones = paint[property];
    return tones === undefined ? [] : [[property, tones] as [Paintable, readonly [string, string]]];
  });
}

/**
 * The light colours inline, where every mail program sees them, and the class by which the style sheet darkens them.
 * `style` adds what is not a colour.
 */
export function paint(name: PaintName, style: CSSProperties = {}): { className: string; style: CSSProperties } {
  const light = Object.fromEntries(entriesOf(PAINTS[name]).map(([property, tones]) => [property, tones[0]]));
  return { className: `gh-${name}`, style: { ...style, ...light } };
}

function darkRules(): string {
  const rules = Object.entries<Paint>(PAINTS).map(([name, tones]) => {
    const body = entriesOf(tones).map(([property, [, dark]]) => `${CSS_NAMES[property]}:${dark} !important`);
    return `.gh-${name}{${body.join(';')}}`;
  });
  return rules.join('');
}

/** For programs that read style sheets; the others keep the light, wide mail that is written inline. */
export const STYLE_SHEET = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  `@media (prefers-color-scheme:dark){${darkRules()}}`,
  '@media (max-width:480px){.gh-card-body{padding:28px 22px !important}.gh-code{font-size:30px !important}}',
].join('');
