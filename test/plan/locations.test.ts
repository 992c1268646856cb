/** `file:line` of findings is that of the file on disk, whatever the plan writes above it. */
import type { AnyTransform } from '../../src/plan/model/input.ts';
import type { FieldPath } from '../../src/transform.ts';
import type { Repo } from '../harness/repo.ts';
import { BASE, deployment, outcome, overlay, setting, wanting } from './tiny.ts';

const IMAGE = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'image'];
const PAUSED = ['spec', 'paused'];

/** Asks a person about a field, in every round. */
const asking = (path: FieldPath): AnyTransform => wanting({ id: 'asking' }, () => ({ path, changes: [] }));
/** Writes two lines above everything that the tests ask about. */
const above = setting(['metadata', 'annotations'], { a: 'b' }, { id: 'above' });
/** In a round of its own. */
const later = setting(['spec', 'minReadySeconds'], 10, {
  id: 'later',
  when: resource => resource.annotations.a !== undefined,
});

function lineOf(text: string, part: string): number {
  return text.split('\n').findIndex(line => line.includes(part)) + 1;
}

function at(repo: Repo, transforms: readonly AnyTransform[]): string | undefined {
  return outcome(repo, transforms).plan.fixes.find(fix => fix.transform === 'asking')?.subject.at;
}

test('of a field below one that the plan writes', () => {
  const web = deployment('web', '  paused: true\n');
  const repo = { ...BASE, 'base/web.yaml': web };
  expect(at(repo, [above, asking(IMAGE)])).toBe(`base/web.yaml:${lineOf(web, 'image:')}`);
  expect(at(repo, [above, later, asking(PAUSED)])).toBe(`base/web.yaml:${lineOf(web, 'paused:')}`);
});

test('in a patch that the plan extends, with CRLF and letters of several bytes', () => {
  const patch = [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: web',
    '  annotations: {c: "Grüße 🚀"}',
    'spec:',
    '  paused: true # why',
    '',
  ].join('\r\n');
  const repo = {
    ...BASE,
    ...overlay('prod', 'patches:\n  - path: web.yaml\n'),
    'overlays/prod/web.yaml': patch,
  };
  const extra = setting(['metadata', 'annotations', 'c'], 'one\ntwo\nthree\n', { id: 'above' });
  expect(at(repo, [extra, asking(PAUSED)])).toBe('overlays/prod/web.yaml:7');
});

test.each(['\n', '\r\n'])('inside an inline patch, lines ending with %j', eol => {
  const kustomization = `resources:
  - ../../base
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        annotations:
          c: d
      spec:
        paused: true
`.replaceAll('\n', eol);
  const repo = { ...BASE, 'overlays/prod/kustomization.yaml': kustomization };
  const extra = setting(['metadata', 'annotations', 'c'], 'one\ntwo\n', { id: 'above' });
  expect(at(repo, [asking(PAUSED)])).toBe(
    `overlays/prod/kustomization.yaml:${lineOf(kustomization, 'paused')}`,
  );
  expect(at(repo, [extra, asking(PAUSED)])).toBe(
    `overlays/prod/kustomization.yaml:${lineOf(kustomization, 'paused')}`,
  );
});

test('of a value that the plan replaces: where it stands now', () => {
  const web = deployment('web', '  paused: true\n');
  const repo = { ...BASE, 'base/web.yaml': web };
  const { plan } = outcome(repo, [above, setting(PAUSED, false, { id: 'asking' })]);
  const fix = plan.fixes.find(each => each.transform === 'asking');
  expect(fix?.subject.at).toBe(`base/web.yaml:${lineOf(web, 'paused:')}`);
});

test('of a field whose parent the plan makes: where its nearest ancestor stands now', () => {
  const web = deployment('web');
  const limits = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'resources', 'limits'];
  const made = setting(limits.slice(0, -1), { requests: { cpu: '1' } }, { id: 'made' });
  const repo = { ...BASE, 'base/web.yaml': web };
  expect(at(repo, [made, asking(limits)])).toBe(`base/web.yaml:${lineOf(web, '- name: web')}`);
});
