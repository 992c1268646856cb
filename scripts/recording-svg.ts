/** What a terminal showed, as a picture that plays: text and styles only, on a ground of its own in dark and in light. */

/** A command, and the lines that it printed, painted as it painted them. */
export interface Scene {
  readonly command: string;
  readonly lines: readonly string[];
}

const [CHARACTER, LINE, MARGIN] = [8.43, 19, 16];
const SECONDS = 8;

/** The parameters of escape sequences that are seen; all others are taken off. */
const CLASSES: Readonly<Record<string, string>> = { 1: 'b', 2: 'd', 31: 'r', 32: 'g', 33: 'y', 36: 'c' };

/** @param columns of the terminal */
export function recordingSvg(scenes: readonly Scene[], columns: number): string {
  const rows = Math.max(...scenes.map(({ lines }) => lines.length + 1));
  const width = Math.ceil(columns * CHARACTER + 2 * MARGIN);
  const height = rows * LINE + 2 * MARGIN;
  const drawn = scenes.map(({ command, lines }, index) => {
    const all = [`\u001b[1m$ ${command}\u001b[22m`, ...lines].flatMap(drawnLine);
    return `<g class="scene s${index}">\n${all.join('\n')}\n</g>`;
  });
  const titles = scenes.map(({ command }) => command).join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">A terminal: ${escaped(titles)}</title>
<style>
${styles(scenes.length)}
</style>
<rect class="ground" width="100%" height="100%" rx="8"/>
${drawn.join('\n')}
</svg>
`;
}

/** Where nothing is to move, the first scene stands. */
function styles(scenes: number): string {
  const whole = scenes * SECONDS;
  const share = 100 / scenes;
  const fade = 0.5;
  return `text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2328;white-space:pre}
.ground{fill:#f6f8fa;stroke:#d1d9e0}.b{font-weight:bold}.d{fill:#59636e}.r{fill:#b3181f}.g{fill:#116329}.y{fill:#7d4e00}.c{fill:#0a5d73}
.scene{opacity:0}.s0{opacity:1}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.ground{fill:#151b23;stroke:#3d444d}.d{fill:#9198a1}.r{fill:#ff9492}.g{fill:#6bd884}.y{fill:#f0b72f}.c{fill:#7fd3ec}}
@media(prefers-reduced-motion:no-preference){
@keyframes scene{0%,${(share - fade).toFixed(1)}%{opacity:1}${share.toFixed(1)}%,${(100 - fade).toFixed(1)}%{opacity:0}100%{opacity:1}}
.scene{animation:scene ${whole}s infinite both}
${Array.from({ length: scenes }, (_, index) => `.s${index}{animation-delay:${index === 0 ? 0 : (index - scenes) * SECONDS}s}`).join('')}
}`;
}

function drawnLine(line: string, index: number): string[] {
  const y = MARGIN + (index + 0.75) * LINE;
  const spans = paintedSpans(line).map(({ text, classes }) =>
    classes === '' ? escaped(text) : `<tspan class="${classes}">${escaped(text)}</tspan>`,
  );
  return spans.length === 0
    ? []
    : [`<text x="${MARGIN}" y="${y}" xml:space="preserve">${spans.join('')}</text>`];
}

interface Span {
  readonly text: string;
  readonly classes: string;
}

function paintedSpans(line: string): Span[] {
  const active = new Map<'weight' | 'colour', string>();
  return line.split('\u001b[').flatMap((part, index) => {
    const [styling = '', codes = ''] = index === 0 ? [] : (/^([0-9;]*)m/.exec(part) ?? []);
    if (styling !== '') for (const code of codes.split(';')) paint(active, code);
    const text = part.slice(styling.length);
    return text === '' ? [] : [{ text, classes: [...active.values()].join(' ') }];
  });
}

function paint(active: Map<'weight' | 'colour', string>, code: string): void {
  const kind = Number(code) < 30 ? 'weight' : 'colour';
  const name = CLASSES[code];
  if (name !== undefined) active.set(kind, name);
  else if (code === '' || code === '0') active.clear();
  else active.delete(kind);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
