import { defineTransform } from 'kustomend';

/** Namespaces say who pays for them. */
export const costCenter = defineTransform({
  id: 'cost-center',
  title: 'Namespaces say who pays for them',
  severity: 'low',
  group: 'metadata',
  order: 5000,
  preset: 'recommended',
  each: 'resource',
  kinds: ['Namespace'],
  options: {
    label: { type: 'string', default: 'shop.example/cost-center', description: 'The label that says it.' },
    center: { type: 'string', description: 'Who pays. Without it a person is asked.' },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: { missing: 'Namespace {name} does not say who pays for it: {label} is missing' },
  briefs: { missing: 'nobody pays' },
  docs: {
    why: 'The bill is split by this label. What nobody has put down goes to the platform team.',
    risk: 'None: nothing selects by it.',
    links: [],
    sameAs: [],
  },
  *plan(namespace, { options: { label, center }, configured }) {
    const path = ['metadata', 'labels', label];
    if ((namespace.get(path) ?? null) !== null) return;
    const finding = { message: 'missing', data: { name: namespace.name, label }, at: { on: namespace.key, path } };
    const decision = configured('center', `${center} pays`);
    // A value that nobody has stated is none: who pays is not ours to guess.
    yield center === undefined || decision === undefined
      ? { ...finding, changes: [], evidence: [], blocked: `say who pays: transforms.cost-center.center` }
      : { ...finding, changes: [namespace.set(path, center)], evidence: [decision] };
  },
});
