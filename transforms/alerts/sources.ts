/** Whether what expressions read is there. */

import type { Doubt, Root } from '../../src/transform.ts';

const STACK = 'kube-prometheus-stack';
const STATES = 'kube-state-metrics';

/** @param isRead whether anything reads what kube-state-metrics says */
export function sourceDoubts(what: 'rules' | 'dashboards', isRead: boolean, root: Root): readonly Doubt[] {
  const { chartsCalled, prometheus } = root.platform;
  const isStack = chartsCalled(STACK).length > 0 || prometheus.servers.some(({ name }) => name === undefined);
  if (isStack) return [`the ${what} that ${STACK} brings by itself may say the same`];
  const isThere = root.rendersAnywhere('Deployment', STATES) || chartsCalled(STATES).length > 0;
  if (isThere || !isRead) return [];
  return [`whether ${STATES} is there, which most of the ${what} read, is not known`];
}
