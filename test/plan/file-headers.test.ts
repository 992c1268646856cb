/** The licence that new files begin with: that of all their neighbours, or none. */
import type { Repo } from '../harness/repo.ts';
import { budget } from './budgets.ts';
import { BASE, deployment, inRoot, outcome, overlay, setting } from './tiny.ts';

const LICENCE = '# Copyright 2021 The Acme Authors\n#\n# Licensed under the Apache License, Version 2.0\n';

function withHeader(header: string, repo: Repo): Repo {
  return Object.fromEntries(Object.entries(repo).map(([path, text]) => [path, header + String(text)]));
}

const APP: Repo = { 'kustomization.yaml': 'resources:\n  - web.yaml\n', 'web.yaml': deployment('web') };

describe('a new file', () => {
  test('begins with the licence of all its neighbours', () => {
    const { changed } = outcome(withHeader(`${LICENCE}\n`, APP), [budget()]);
    expect(changed['web-pdb.yaml']).toMatch(
      /^# Copyright 2021 The Acme Authors\n#\n# Licensed .*\n\napiVersion: /,
    );
  });

  test.each([
    ['behind the marker', `---\n${LICENCE}`],
    ['before the marker', `${LICENCE}---\n`],
  ])('has it %s as they have', (_, header) => {
    const { changed } = outcome(withHeader(header, APP), [budget()]);
    expect(changed['web-pdb.yaml']!.startsWith(`${header}apiVersion: `)).toBe(true);
  });

  test('has a single one where it holds several objects', () => {
    const repo = withHeader(LICENCE, {
      'base/kustomization.yaml': 'resources:\n  - all.yaml\n',
      'base/all.yaml': `${deployment('web')}---\n${deployment('api')}`,
      ...overlay('dev'),
      ...overlay('prod'),
    });
    const { changed } = outcome(repo, [budget({ when: inRoot('prod') })]);
    expect(changed['overlays/prod/pdb.yaml']!.match(/^# Copyright/gm)).toHaveLength(1);
  });

  test('in a folder with too few to tell begins as those in its sisters do, a patch too', () => {
    const repo = withHeader(LICENCE, { ...BASE, ...overlay('dev'), ...overlay('prod') });
    const { changed } = outcome(repo, [setting(['spec', 'minReadySeconds'], 2, { when: inRoot('prod') })]);
    expect(changed['overlays/prod/web-patch.yaml']!.startsWith(`${LICENCE}apiVersion: `)).toBe(true);
  });

  test.each([
    ['one neighbour has none', { ...withHeader(LICENCE, APP), 'web.yaml': deployment('web') }],
    [
      'their years differ',
      { ...withHeader(LICENCE, APP), 'web.yaml': LICENCE.replace('2021', '2023') + deployment('web') },
    ],
    ['what they begin with is no licence', withHeader('# yamllint disable rule:line-length\n', APP)],
  ])('has none where %s', (_, repo) => {
    const { changed } = outcome(repo, [budget()]);
    expect(changed['web-pdb.yaml']).toMatch(/^apiVersion: /);
  });
});
