/** A plan as the printers get it. */
import type { Fix, Plan, RootReport } from '../../src/plan/model/result.ts';

export function newFix(over: Partial<Fix> = {}): Fix {
  return {
    id: '0123456789ab',
    transform: 'security-context',
    title: 'Containers run without root',
    severity: 'critical',
    message: 'container web runs as root',
    brief: 'may run as root',
    fault: 'setUser',
    rank: 0,
    subject: {
      kind: 'Deployment',
      name: 'web',
      namespaces: [],
      container: 'web',
      field: 'spec.template.spec.securityContext',
      at: 'base/web.yaml:7',
    },
    roots: ['overlays/production'],
    environments: ['production'],
    status: 'planned',
    safety: 'safe',
    restarts: true,
    creates: [],
    evidence: [{ kind: 'config', at: 'kustomend.yaml:3', says: 'runs as UID 10001' }],
    doubts: [],
    reason: undefined,
    lookups: [],
    settledBy: [],
    asks: [],
    places: [{ file: 'base/web.yaml', kind: 'source' }],
    passedOver: [],
    variants: [],
    round: 1,
    lastRound: 1,
    ...over,
  };
}

export function newRoot(over: Partial<RootReport> = {}): RootReport {
  return {
    folder: 'overlays/production',
    environment: { name: 'production', tier: 'production' },
    state: 'evaluated',
    selected: true,
    isDoubtful: false,
    reason: undefined,
    at: undefined,
    lacks: undefined,
    objects: 1,
    restarts: 1,
    ...over,
  };
}

export function newPlan(over: Partial<Plan> = {}): Plan {
  return {
    fixes: [newFix()],
    changes: [{ path: 'base/web.yaml', before: 'a: 1\n', after: 'a: 1\nb: 2\n' }],
    roots: [newRoot()],
    notices: [],
    rounds: 1,
    expected: new Map(),
    config: {},
    virtual: [],
    ...over,
  };
}
