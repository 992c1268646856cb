/** Rounds until nothing is wanted any more, and what keeps a finding from becoming a fix. */

import { TransformFault } from '../../src/plan/find/found/fault.ts';
import type { AnyTransform } from '../../src/plan/model/input.ts';
import type { Plan } from '../../src/plan/model/result.ts';
import { defineTransform, type Proposal } from '../../src/transform.ts';
import { planOf, type Repo } from '../harness/repo.ts';
import {
  COMMON,
  deployment,
  evidenceOf,
  onlyFix,
  outcome,
  removing,
  setting,
  type Wish,
  wanting,
} from './tiny.ts';

const READY = ['spec', 'minReadySeconds'];
const HISTORY = ['spec', 'revisionHistoryLimit'];
const REPO: Repo = { 'kustomization.yaml': 'resources:\n  - web.yaml\n', 'web.yaml': deployment('web') };

/** Its wish arises when another has been fulfilled. */
function after(path: readonly string[], wish: Wish): Wish {
  return { ...wish, when: resource => resource.get(path) !== undefined };
}

function summary({ fixes }: Plan): (string | number)[][] {
  return fixes.map(fix => [fix.transform, fix.status, fix.round]);
}

describe('rounds', () => {
  test('a need that a fix creates is met in the same plan', () => {
    const { plan, changed } = outcome(REPO, [
      setting(HISTORY, 3, after(READY, { id: 'second' })),
      setting(READY, 10, { id: 'first' }),
    ]);
    expect(summary(plan)).toEqual([
      ['first', 'planned', 1],
      ['second', 'planned', 2],
    ]);
    expect(changed['web.yaml']).toContain('minReadySeconds: 10');
    expect(changed['web.yaml']).toContain('revisionHistoryLimit: 3');
  });

  test('a wish that waits for another transform is met when that has nothing left', () => {
    const { plan } = outcome(REPO, [
      setting(HISTORY, 3, { id: 'second', needs: ['first'] }),
      setting(READY, 10, { id: 'first' }),
    ]);
    expect(summary(plan)).toEqual([
      ['first', 'planned', 1],
      ['second', 'planned', 2],
    ]);
  });

  test('nobody waits for what is reported only', () => {
    const reported = wanting({ id: 'first' }, resource =>
      resource.get(READY) === undefined ? { path: READY, changes: [] } : null,
    );
    const { plan } = outcome(REPO, [setting(HISTORY, 3, { id: 'second', needs: ['first'] }), reported]);
    expect(summary(plan)).toEqual([
      ['first', 'reported', 2],
      ['second', 'planned', 1],
    ]);
  });

  test('rejecting a fix keeps back the one that needs it', () => {
    const transforms = [
      setting(HISTORY, 3, { id: 'second', needs: ['first'] }),
      setting(READY, 10, { id: 'first' }),
    ];
    const [first] = planOf(REPO, { transforms }).fixes.filter(fix => fix.transform === 'first');
    const result = planOf(REPO, { transforms, rejected: [first!.id] });
    expect(result.changes).toEqual([]);
    expect(result.fixes.map(fix => [fix.transform, fix.status, fix.reason])).toEqual([
      ['first', 'rejected', 'rejected in review'],
      ['second', 'waiting', 'waits for first'],
    ]);
  });

  const alternating = [
    setting(READY, 10, { id: 'adds', when: resource => resource.get(READY) === undefined }),
    removing(READY, { id: 'removes' }),
  ];

  test('a pair that alternates is withdrawn', () => {
    const result = planOf(REPO, { transforms: alternating });
    expect(result.changes).toEqual([]);
    expect(result.fixes.map(fix => [fix.transform, fix.status])).toEqual([['adds', 'withdrawn']]);
  });

  test('a pair that alternates is named', () => {
    const [fix] = planOf(REPO, { transforms: alternating }).fixes;
    expect(fix!.reason).toContain('removes');
  });

  test('a value that grows without end is withdrawn', () => {
    const grows = setting(READY, resource => Number(resource.get(READY) ?? 0) + 1);
    const result = planOf(REPO, { transforms: [grows] });
    expect(result.changes).toEqual([]);
    expect(result.fixes.map(fix => fix.status)).toEqual(['withdrawn']);
  });

  test('two transforms that want different values for one field do not both win', () => {
    const result = planOf(REPO, {
      transforms: [setting(READY, 10, { id: 'ten' }), setting(READY, 20, { id: 'twenty' })],
    });
    expect(result.fixes.some(fix => fix.status === 'withdrawn')).toBe(true);
    expect(
      result.changes.filter(change => /minReadySeconds:[\s\S]*minReadySeconds:/.test(change.after)),
    ).toEqual([]);
  });
});

describe('a fix that takes another one for granted', () => {
  /** Safe once the delay is set, and unsafe without it. */
  const pair = defineTransform({
    ...COMMON,
    id: 'pair',
    kinds: ['Deployment'],
    placement: { field: 'source', resource: 'beside' },
    messages: { delay: 'it is fast', history: 'it has no end' },
    docs: { why: '', risk: '', links: [], sameAs: [] },
    *plan(resource): Iterable<Proposal<'delay' | 'history'>> {
      const common = { evidence: [evidenceOf(resource)] };
      const delay: Proposal<'delay'> = {
        ...common,
        message: 'delay',
        at: { on: resource.key, path: READY },
        changes: [resource.set(READY, 10)],
      };
      const isSet = resource.get(READY) !== undefined;
      if (!isSet) yield delay;
      if (resource.get(HISTORY) !== undefined) return;
      const history = {
        ...common,
        message: 'history',
        at: { on: resource.key, path: HISTORY },
        changes: [resource.set(HISTORY, 3)],
      } as const;
      const unsafe: Proposal<'history'> = { ...history, doubts: ['it is fast'] };
      yield isSet ? history : { ...history, given: { proposal: delay, otherwise: unsafe } };
    },
  }) as unknown as AnyTransform;
  const verdicts = ({ fixes }: Plan) => fixes.map(fix => [fix.message, fix.status, fix.safety]);
  const FAST = ['it has no end. Not without a look: it is fast', 'unsafe', 'unsafe'];

  test('is planned together with it', () => {
    const { plan } = outcome(REPO, [pair]);
    expect(verdicts(plan)).toEqual([
      ['it is fast', 'planned', 'safe'],
      ['it has no end', 'planned', 'safe'],
    ]);
    expect(plan.fixes.map(fix => fix.round)).toEqual([1, 1]);
  });

  test('is what it would be alone where that one is rejected', () => {
    const [delay] = planOf(REPO, { transforms: [pair] }).fixes;
    const plan = planOf(REPO, { transforms: [pair], rejected: [delay!.id] });
    expect(verdicts(plan)).toEqual([['it is fast', 'rejected', 'safe'], FAST]);
    expect(plan.changes).toEqual([]);
  });

  test('is what it would be alone where that one is exempt', () => {
    const config = 'ignore:\n  - {id: pair, field: spec.minReadySeconds, reason: it is fast}\n';
    const { plan, changed } = outcome({ ...REPO, 'kustomend.yaml': config }, [pair]);
    expect(verdicts(plan)).toEqual([['it is fast', 'ignored', 'safe'], FAST]);
    expect(changed).toEqual({});
  });

  test('is what it would be alone where that one cannot be made', () => {
    const plan = planOf(REPO, { transforms: [pair, removing(READY, { id: 'removes' })] });
    expect(verdicts(plan)).toEqual([['it is fast', 'withdrawn', 'safe'], FAST]);
    expect(plan.changes).toEqual([]);
  });

  test('is asked for with the one that it would be alone', () => {
    const [delay] = planOf(REPO, { transforms: [pair] }).fixes;
    const plan = planOf(REPO, {
      transforms: [pair],
      rejected: [delay!.id],
      selection: { unsafe: true },
    });
    expect(verdicts(plan)).toEqual([
      ['it is fast', 'rejected', 'safe'],
      ['it has no end. Not without a look: it is fast', 'planned', 'unsafe'],
    ]);
  });
});

describe('a finding is kept back', () => {
  test('as unsafe until that is asked for', () => {
    const unsafe = [setting(READY, 10, { doubts: ['nobody asked for it'] })];
    expect(onlyFix(outcome(REPO, unsafe)).status).toBe('unsafe');
    expect(onlyFix(outcome(REPO, unsafe, { selection: { unsafe: true } })).status).toBe('planned');
  });

  test('as a restart when none is wanted', () => {
    const image = [setting(['spec', 'template', 'metadata', 'labels', 'a'], 'b')];
    expect(onlyFix(outcome(REPO, image, { selection: { noRestart: true } })).status).toBe('restart');
    expect(onlyFix(outcome(REPO, [setting(READY, 10)], { selection: { noRestart: true } })).status).toBe(
      'planned',
    );
  });
});

describe('an exemption', () => {
  const annotated = (key: string, value: string): Repo => ({
    ...REPO,
    'web.yaml': deployment('web').replace(
      '  name: web\n',
      `  name: web\n  annotations:\n    ${key}: "${value}"\n`,
    ),
  });
  const ready = [
    setting(READY, 10, { sameAs: ['kube-linter:ready', 'polaris:ready', 'kube-score:ready', 'CKV_K8S_1'] }),
  ];

  test.each<[string, Repo, string]>([
    [
      'annotation',
      annotated('ignore.kustomend.dev/tiny', 'it is fast'),
      'ignore.kustomend.dev/tiny: it is fast',
    ],
    [
      'annotation for all',
      annotated('ignore.kustomend.dev/all', 'it goes away'),
      'ignore.kustomend.dev/all: it goes away',
    ],
    [
      'kube-linter',
      annotated('ignore-check.kube-linter.io/ready', 'no'),
      'ignore-check.kube-linter.io/ready: no',
    ],
    [
      'polaris',
      annotated('polaris.fairwinds.com/ready-exempt', 'true'),
      'polaris.fairwinds.com/ready-exempt: true',
    ],
    ['kube-score', annotated('kube-score/ignore', 'other,ready'), 'kube-score/ignore: other,ready'],
    ['checkov', annotated('checkov.io/skip1', 'CKV_K8S_1=never'), 'checkov.io/skip1: never'],
    [
      'configuration',
      {
        ...REPO,
        'kustomend.yaml': 'ignore:\n  - id: tiny\n    resource: Deployment/web\n    reason: known\n',
      },
      'kustomend.yaml:2: known',
    ],
    [
      'comment above',
      {
        ...REPO,
        'web.yaml': deployment('web', '  # kustomend: ignore[tiny] slow start\n  minReadySeconds: 1\n'),
      },
      'web.yaml:6: slow start',
    ],
    [
      'comment behind',
      {
        ...REPO,
        'web.yaml': deployment('web', '  minReadySeconds: 1 # kustomend: ignore[other, tiny] slow start\n'),
      },
      'web.yaml:6: slow start',
    ],
  ])('by %s is honoured, with its reason', (_, repo, reason) => {
    const result = outcome(repo, ready);
    expect(result.changed).toEqual({});
    expect(onlyFix(result)).toMatchObject({ status: 'ignored', reason });
  });

  test.each<[string, Repo, readonly AnyTransform[], object]>([
    ['for another transform', annotated('ignore.kustomend.dev/other', 'x'), ready, {}],
    [
      'that has run out',
      { ...REPO, 'kustomend.yaml': 'ignore:\n  - {id: tiny, reason: later, until: 2025-12-31}\n' },
      ready,
      {},
    ],
    [
      'of another tool that the user does not honour',
      annotated('kube-score/ignore', 'ready'),
      ready,
      { selection: { foreignIgnores: false } },
    ],
    [
      'on another line',
      { ...REPO, 'web.yaml': deployment('web', '  # kustomend: ignore[tiny] this one\n  paused: false\n') },
      ready,
      {},
    ],
  ])('%s changes nothing', (_, repo, transforms, inputs) => {
    expect(onlyFix(outcome(repo, transforms, inputs)).status).toBe('planned');
  });
});

test('ids of fixes stay when files and lines move', () => {
  const moved = {
    'kustomization.yaml': 'resources:\n  - apps/all.yaml\n',
    'apps/all.yaml': `# moved\n\n${deployment('web')}`,
  };
  expect(onlyFix(outcome(moved, [setting(READY, 10)])).id).toBe(
    onlyFix(outcome(REPO, [setting(READY, 10)])).id,
  );
});

describe('evidence and doubts', () => {
  test('a fix for which something speaks, and against which nothing, is safe', () => {
    const result = outcome(REPO, [setting(READY, 10)]);
    expect(onlyFix(result)).toMatchObject({ status: 'planned', safety: 'safe', doubts: [] });
  });

  test('a doubt makes it unsafe, whatever speaks for it, and is said behind the message', () => {
    const result = outcome(REPO, [setting(READY, 10, { doubts: ['it may be slow', 'or not'] })]);
    expect(onlyFix(result)).toMatchObject({
      status: 'unsafe',
      safety: 'unsafe',
      doubts: ['it may be slow', 'or not'],
      message: 'web wants it. Not without a look: it may be slow; or not',
    });
  });

  test('what speaks for it in one environment does not speak for another, where nothing does', () => {
    const repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
      'base/web.yaml': deployment('web'),
      'dev/kustomization.yaml': 'resources:\n  - ../base\n',
      'production/kustomization.yaml': 'resources:\n  - ../base\n',
    };
    const split = defineTransform({
      ...COMMON,
      id: 'split',
      placement: { field: 'source', resource: 'beside' },
      messages: { wanted: 'it wants it' },
      docs: { why: '', risk: '', links: [], sameAs: [] },
      *plan(resource, { root }): Iterable<Proposal<'wanted'>> {
        const at = { on: resource.key, path: READY };
        const common = { message: 'wanted', at, changes: [resource.set(READY, 10)] } as const;
        yield root.path === 'dev'
          ? { ...common, evidence: [evidenceOf(resource)] }
          : { ...common, evidence: [], doubts: ['it is not there'] };
      },
    }) as unknown as AnyTransform;
    expect(onlyFix(outcome(repo, [split]))).toMatchObject({
      roots: ['dev', 'production'],
      doubts: ['it is not there'],
      evidence: [],
    });
  });

  test('a fix with a doubt and without a place does not wait for a look', () => {
    const repo = { ...REPO, 'web.yaml': `# Generated by a tool. DO NOT EDIT.\n${deployment('web')}` };
    const wish = setting(READY, 10, { via: 'texts', doubts: ['it may be slow'] });
    expect(onlyFix(outcome(repo, [wish]))).not.toMatchObject({ status: 'unsafe' });
    expect(onlyFix(outcome(REPO, [wish]))).toMatchObject({ status: 'unsafe' });
  });

  test('a fix that has neither is an error of its transform', () => {
    const baseless = defineTransform({
      ...COMMON,
      id: 'baseless',
      placement: { field: 'source', resource: 'beside' },
      messages: { wanted: 'it wants it' },
      docs: { why: '', risk: '', links: [], sameAs: [] },
      *plan(resource): Iterable<Proposal<'wanted'>> {
        const at = { on: resource.key, path: READY };
        yield { message: 'wanted', at, changes: [resource.set(READY, 10)], evidence: [] };
      },
    });
    const plan = () => planOf(REPO, { transforms: [baseless as unknown as AnyTransform] });
    expect(plan).toThrow('transform baseless: a fix "wanted" with neither evidence nor doubts');
    expect(plan).toThrow(TransformFault);
  });
});

test('an option is evidence at its line where the configuration says it, and none where it is a default', () => {
  const told = defineTransform({
    ...COMMON,
    id: 'told',
    kinds: ['Deployment'],
    options: { seconds: { type: 'integer', default: 5, description: '' } },
    placement: { field: 'source', resource: 'beside' },
    messages: { wanted: '{name} wants it' },
    docs: { why: '', risk: '', links: [], sameAs: [] },
    *plan(resource, { options, configured }): Iterable<Proposal<'wanted'>> {
      const evidence = configured('seconds', 'so many seconds are wanted');
      const at = { on: resource.key, path: READY };
      if (resource.get(READY) === options.seconds) return;
      yield {
        message: 'wanted',
        data: { name: resource.name },
        at,
        changes: [resource.set(READY, options.seconds)],
        evidence: evidence === undefined ? [] : [evidence],
        doubts: evidence === undefined ? ['nobody has said how many'] : [],
      };
    },
  }) as unknown as AnyTransform;
  const fixOf = (repo: Repo) => onlyFix(outcome(repo, [told]));
  expect(fixOf(REPO)).toMatchObject({ status: 'unsafe', evidence: [] });
  const config = 'transforms:\n  told:\n    seconds: 7\n';
  expect(fixOf({ ...REPO, 'kustomend.yaml': config })).toMatchObject({
    status: 'planned',
    evidence: [{ kind: 'config', at: 'kustomend.yaml:3', says: 'so many seconds are wanted' }],
  });
});

test('a field is null where the render says null, and undefined where a patch has taken it out', () => {
  const path = ['spec', 'paused'];
  const seen: unknown[] = [];
  const looking = setting(path, true, { when: resource => seen.push(resource.get(path)) < 0 });
  const patch = (text: string) =>
    `resources:\n- web.yaml\npatches:\n- target: {kind: Deployment}\n  patch: |\n${text}`;
  const run = (kustomization: string, spec: string) =>
    planOf(
      { 'kustomization.yaml': kustomization, 'web.yaml': deployment('web', spec) },
      { transforms: [looking] },
    );
  run(REPO['kustomization.yaml']!, '');
  run(REPO['kustomization.yaml']!, '  paused: null\n');
  run(patch('    - {op: add, path: /spec/paused, value: null}\n'), '');
  const merged =
    '    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {paused: null}\n';
  run(patch(merged), '  paused: false\n');
  expect(seen).toEqual([undefined, null, null, undefined]);
});

describe('restarts', () => {
  const PARTITION = '  updateStrategy:\n    rollingUpdate:\n      partition: ';
  const POD = ['spec', 'template', 'spec', 'terminationGracePeriodSeconds'];
  const restarts = (spec: string) => {
    const repo: Repo = { ...REPO, 'web.yaml': deployment('web', spec) };
    return outcome(repo, [setting(POD, 40)]).plan.roots.map(root => root.restarts);
  };

  test.each([
    ['a changed pod template', '', 1],
    ['no pods today', '  replicas: 0\n', 0],
    ['a paused rollout', '  paused: true\n', 0],
    ['pods that a partition holds back', `  replicas: 2\n${PARTITION}2\n`, 0],
    ['pods that it lets through', `  replicas: 2\n${PARTITION}1\n`, 1],
    ['the only one held back', `${PARTITION}1\n`, 0],
    ['pods that are deleted by hand', '  updateStrategy:\n    type: OnDelete\n', 0],
  ])('%s', (_, spec, count) => {
    expect(restarts(spec)).toEqual([count]);
  });
});
