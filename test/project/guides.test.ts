/** What the guides tell people to type is understood by the program, and what they show it prints. */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commitAll, kustomend, newRepo, SHOP } from '../cli/cli.ts';

const GUIDES = resolve(import.meta.dirname, '../../docs/guides');
const commands = readdirSync(GUIDES).flatMap(page => {
  const text = readFileSync(join(GUIDES, page), 'utf8');
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block
      .trimEnd()
      .split('\n')
      .map(line => [page, line] as const),
  );
});

test('they have commands', () => expect(commands.length).toBeGreaterThan(10));

test('each command and each flag is one of the program', () => {
  const root = newRepo(SHOP);
  const helps = new Map<string, string>();
  const helpOf = (command: string) => {
    const known = helps.get(command) ?? kustomend(root, ['help', command]).stdout;
    helps.set(command, known);
    return known;
  };
  const wrong = commands.flatMap(([page, line]) => {
    const [program, ...words] = line.split(' ');
    const [first = ''] = words;
    const command = /^[a-z]+$/.test(first) ? first : 'preview';
    const help = helpOf(command);
    const flags = words.filter(word => word.startsWith('--'));
    const isKnown = help.includes(`Usage: kustomend ${command} `);
    const unknown = flags.filter(flag => !new RegExp(`^ +(?:-\\w, )?${flag}\\b`, 'm').test(help));
    return program === 'kustomend' && isKnown && unknown.length === 0 ? [] : [`${page}: ${line}: ${unknown}`];
  });
  expect(wrong).toEqual([]);
});

const SHOWN = /```sh\n((?:(?!```)[\s\S])*)```\n\n```(?:text|diff)\n((?:(?!```)[\s\S])*)```/g;

/** Blocks that show what the commands above them print, by page, in the order in which they are typed. */
const shown = readdirSync(GUIDES).flatMap(page => {
  const text = readFileSync(join(GUIDES, page), 'utf8');
  const blocks = [...text.matchAll(SHOWN)];
  return blocks.length === 0
    ? []
    : [{ page, blocks: blocks.map(([, typed = '', says = '']) => ({ typed, says })) }];
});

test('they show what is printed', () => expect(shown.length).toBeGreaterThan(2));

test.each(shown)('$page shows what is printed of the example', ({ blocks }) => {
  const root = newRepo({}, { git: false });
  cpSync(resolve(GUIDES, '../../examples/cptm8'), root, { recursive: true });
  commitAll(root);
  for (const { typed, says } of blocks) {
    const printed = typed
      .trimEnd()
      .split('\n')
      .map(line => {
        const { stdout, stderr } = kustomend(root, line.split(' ').slice(1));
        return stdout + stderr;
      });
    expect(printed.join('')).toMatch(likeShown(says));
  }
});

/** A line of dots stands for as many as there are. */
function likeShown(text: string): RegExp {
  const lines = text.split('\n').map(line => line.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${lines.join('\n').replaceAll('\\.\\.\\.\n', '(?:.*\n)*?')}$`);
}
