import transform from '../../../transforms/priority-class/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const CLASS =
  'apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: important}\nvalue: 1000\n---\n';
const of = (classes: Record<string, string>, beside = '', pod = '') =>
  propose(transform, rootOf(workload(`containers: [{name: web, image: "web:1"}]\n${pod}`) + beside), {
    classes,
  });

test('the first pattern that fits names the class, and it waits for a yes', () => {
  const [proposal] = of(
    { 'CronJob/*': 'batch', 'Deployment/*': 'important', 'Deployment/web': 'other' },
    CLASS,
  );
  expect(changesOf(proposal)).toEqual(['spec.template.spec.priorityClassName = "important"']);
  expect(proposal).toMatchObject({ safety: 'unsafe', evidence: [{ kind: 'config' }, { kind: 'manifest' }] });
  expect(proposal?.doubts).toHaveLength(1);
});

test('a class that nobody makes is a doubt, those of Kubernetes are there', () => {
  expect(of({ 'Deployment/*': 'important' })[0]?.doubts).toHaveLength(2);
  expect(of({ 'Deployment/*': 'system-cluster-critical' })[0]?.doubts).toHaveLength(1);
});

test('nothing is found where none fits, or one is written', () => {
  expect(of({ 'CronJob/*': 'batch' })).toEqual([]);
  expect(of({ 'Deployment/*': 'important' }, CLASS, 'priorityClassName: batch')).toEqual([]);
});
