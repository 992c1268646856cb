import { spawnSync } from 'node:child_process';
import { languageOf } from '../../../src/plan/texts/language.ts';
import { textFile } from '../../../src/plan/texts/text-files.ts';
import { readInstead } from '../../../transforms/shared/texts/instead.ts';

/** The text with its `SECRET` said otherwise; null where it cannot be. */
function instead(path: string, text: string, isWhole = true): string | null {
  const file = textFile(path, languageOf(path)!, text);
  const start = text.indexOf('SECRET');
  const block = file.blocks.find(each => each.start <= start && start < each.end)!;
  const change = readInstead(file, block, { start, end: start + 6, variable: 'X', isWhole });
  return change === undefined
    ? null
    : text.slice(0, change.span.start) + change.text + text.slice(change.span.end);
}

const SCRIPTS: readonly (readonly [text: string, after: string | null])[] = [
  ['export X=SECRET\n', `export X="$\{X:?}"\n`],
  ['export X="SECRET"\n', `export X="$\{X:?}"\n`],
  ["export X='SECRET'\n", `export X="$\{X:?}"\n`],
  ['sh -c "run --token=SECRET"\n', `sh -c "run --token=$\{X:?}"\n`],
  ["sh -c 'run --token=SECRET'\n", null],
  ["cat <<'EOF'\nx=SECRET\nEOF\n", null],
  ['cat <<EOF\npassword: SECRET\nEOF\n', null],
  ["cat <<'EOF'\nx\nEOF\nX=SECRET\n", `cat <<'EOF'\nx\nEOF\nX="$\{X:?}"\n`],
  ['echo "it\'s"; X=SECRET\n', `echo "it's"; X="$\{X:?}"\n`],
];

test.each(SCRIPTS)('%j', (text, after) => {
  expect(instead('a.sh', text)).toBe(after);
});

test('what is written parses', () => {
  for (const [, after] of SCRIPTS) {
    if (after !== null) expect(spawnSync('sh', ['-n'], { input: after, encoding: 'utf8' }).stderr).toBe('');
  }
});

test.each([
  ['compose.yaml', 'a: SECRET\n', `a: $\{X:?}\n`],
  ['.github/workflows/a.yml', 'a: SECRET\n', `a: $\{{ secrets.X }}\n`],
  ['.env', 'A="SECRET" # x\n', 'A="<X>" # x\n'],
  ['Dockerfile', 'ENV A=SECRET\n', null],
  ['a.md', 'It is SECRET.\n', 'It is `<X>`.\n'],
  ['a.md', 'It is `SECRET`.\n', 'It is `<X>`.\n'],
  ['a.md', 'https://shop.example/SECRET\n', null],
])('%s: %j', (path, text, after) => {
  expect(instead(path, text)).toBe(after);
});

test('a reader sees what is missing, a part of a script stops without it', () => {
  expect(instead('a.md', '```sh\ndocker pull SECRET.shop.example/web\n```\n', false)).toContain(
    `pull $\{X}.shop`,
  );
  expect(instead('a.sh', 'docker pull SECRET.shop.example/web\n', false)).toContain(`pull $\{X:?}.shop`);
});
