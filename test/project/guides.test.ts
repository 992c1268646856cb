/** What the guides tell people to type is understood by the program. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { kustomend, newRepo, SHOP } from '../cli/cli.ts';

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
