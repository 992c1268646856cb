/** Pods get no variables of the Services around them (catalogue L9). */

import { isHeadless } from '../../src/network/services.ts';
import { type Doubt, defineTransform, type Root, type Workload } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { commandLine, describeWorkload, immutableTemplate } from '../shared/pods.ts';
import { configOf } from '../shared/storage/config-maps.ts';

export default defineTransform({
  id: 'no-service-links',
  title: 'Pods get no variables of the Services around them',
  severity: 'low',
  group: 'security',
  order: 340,
  preset: 'opt-in',
  each: 'workload',
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing:
      '{subject} gets variables with the addresses of all Services of its namespace, {services} today. It gets none',
  },
  briefs: { missing: 'variables of Services' },
  docs: {
    why: 'Each pod gets seven variables or more for every Service that was there when it started: that shows who gets into it what else is there, slows starts where there are hundreds of Services, and clashes with variables of programs (`KAFKA_PORT`, `RABBITMQ_PORT`).',
    risk: 'A program of the time before cluster DNS reads `WEB_SERVICE_HOST`, and no longer finds it. Pods restart. The variables of the API server (`KUBERNETES_SERVICE_HOST`) stay.',
    links: [
      'https://kubernetes.io/docs/tutorials/services/connect-applications-service/#accessing-the-service',
      'https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables',
    ],
    sameAs: [],
  },
  *plan(workload, { root }) {
    const path = [...workload.podPath, 'enableServiceLinks'];
    if ((workload.get(path) ?? null) !== null) return;
    // Nobody deletes a Job for fewer variables.
    if (immutableTemplate(workload).length > 0) return;
    const namespace = root.platform.namespaceOf(workload);
    const services = root.platform.find('Service', namespace).filter(each => !isHeadless(each)).length;
    if (services === 0 || readsThem(workload, root)) return;
    const unread: Doubt = 'a program that looks for Services by such variables no longer finds them';
    yield {
      message: 'missing',
      data: { subject: describeWorkload(workload), services },
      at: { on: workload.key, path },
      changes: [workload.set(path, false)],
      evidence: [],
      doubts: [unread],
    };
  },
});

const LINKS = /\w+_SERVICE_(?:HOST|PORT)\b|\w+_PORT_\d+_(?:TCP|UDP)/g;

/** Where it names one, but for those of the API server, which stay. */
function readsThem(workload: Workload, root: Root): boolean {
  const texts = [
    ...workload.containers.flatMap(each => [
      commandLine(each),
      ...mapsIn(each.get(['env'])).map(({ value }) => String(value)),
    ]),
    ...configOf(workload, root).map(({ object }) => JSON.stringify(object.data ?? {})),
  ];
  const named = texts.flatMap(text => [...text.matchAll(LINKS)].map(([link]) => link));
  return named.some(each => !each.startsWith('KUBERNETES_'));
}
