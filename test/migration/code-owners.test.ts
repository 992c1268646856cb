/** CODEOWNERS as GitHub documents it: most of what `.gitignore` says, and not all. */
import { codeOwners } from '../../src/migration/code-owners.ts';

const DOCUMENTED = `# the last match counts
*       @global-one @global-two
*.js    @js-owner # of all folders
*.txt   @org/octocats
/build/logs/ @doctor
docs/*  docs@example.com
apps/   @octocat
/docs/  @doctor
/scripts/ @doctor @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
`;

test.each([
  ['main.go', ['@global-one', '@global-two']],
  ['a/b/c.js', ['@js-owner']],
  ['notes.txt', ['@org/octocats']],
  ['build/logs/today/a.log', ['@octocat']],
  ['other/build/log', ['@global-one', '@global-two']],
  ['apps/web/a.yaml', ['@octocat']],
  ['teams/apps/a.yaml', ['@octocat']],
  ['docs/a.md', ['@doctor']],
  ['deep/docs/a.md', ['@global-one', '@global-two']],
  ['scripts/a.sh', ['@doctor', '@octocat']],
  ['deeply/logs/a', ['@octocat']],
  ['apps/github/a.yaml', []],
])('%s is of %j', (path, owners) => expect(codeOwners(DOCUMENTED)(path)).toEqual(owners));

test.each([
  ['docs/* @a', 'docs/a.md', true],
  ['docs/* @a', 'docs/build/a.md', false],
  ['docs @a', 'x/docs/a.md', true],
  ['/docs @a', 'x/docs/a.md', false],
  ['docs/ @a', 'docs', false],
  ['docs/** @a', 'docs/build/a.md', true],
  ['/a/**/b @a', 'a/x/y/b/c.md', true],
  ['with\\ blank/ @a', 'with blank/a.md', true],
  ['{a,b}/ @a', 'a/c.md', false],
  ['{a,b}/ @a', '{a,b}/c.md', true],
  ['Docs/ @a', 'docs/a.md', false],
])('%s: %s is meant: %p', (rule, path, isMeant) =>
  expect(codeOwners(rule)(path)).toEqual(isMeant ? ['@a'] : []),
);

test.each(['!docs/ @b', 'doc[s]/ @b', '\\#docs @b', 'docs/ nobody', '[docs] @b', '# docs/ @b', ''])(
  '%j is no rule',
  line => expect(codeOwners(`* @a\n${line}\n`)('docs/a.md')).toEqual(['@a']),
);
