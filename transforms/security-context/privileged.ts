/** Privileged containers: what needs it, what plainly does not, and what a person decides (catalogue C4). */

import type { Container, Evidence, Proposal } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { commandLine, describeContainer, immutableTemplate, isProductOfNode } from '../shared/pods.ts';
import { type Question, WORKS_ON_NODE } from '../shared/prose.ts';
import { plainToolsEvidence } from '../shared/start/tools.ts';

export type PrivilegedMessage = 'privileged' | 'privileged-for-nothing';

export function privileged(container: Container): Proposal<PrivilegedMessage> {
  const { workload } = container;
  const path = [...container.path, 'securityContext', 'privileged'];
  const data = { subject: describeContainer(container) };
  const at = { on: workload.key, path };
  const tools = plainToolsEvidence(container);
  if (tools !== undefined && !OF_NODE.test(commandLine(container)) && sharedMount(container) === undefined)
    return {
      message: 'privileged-for-nothing',
      data,
      at,
      changes: [container.set(['securityContext', 'privileged'], false)],
      doubts: ['privileged: true is written', ...immutableTemplate(workload)],
      evidence: [tools],
      mayBeExplained: true,
    };
  const why = whyPrivileged(container, tools);
  return { message: 'privileged', data, at, changes: [], evidence: [], ...why, mayBeExplained: true };
}

/** What plain tools do to the node, or beyond the capabilities that a container has by default. */
const OF_NODE = /\b(?:sysctl|u?mount|ulimit|ping|date\s+-s)\b|\/(?:proc|sys|dev)\//;
/** What sets parameters that the node has for all its pods: nothing less than a privileged container may. */
const PARAMETER = /\bsysctl (?:-\w+ )*(?:vm|fs|kernel)\.[\w.]+=/;

function whyPrivileged(container: Container, tools: Evidence | undefined): Question {
  if (isProductOfNode(container)) return { known: WORKS_ON_NODE };
  const shared = sharedMount(container);
  if (shared !== undefined)
    return {
      known: `what it mounts at ${shared} reaches the node (mountPropagation: Bidirectional), which nothing less may`,
    };
  const parameter = PARAMETER.exec(commandLine(container))?.[0];
  // Of a server that starts behind it nobody knows what else it needs.
  if (parameter !== undefined && tools !== undefined)
    return { known: `it sets a parameter of the node (${parameter.slice(0, -1)}), which nothing less may` };
  if (tools !== undefined && /\bulimit\b/.test(commandLine(container)))
    return { known: 'it raises limits of its own shell, and those go with it: no other container has them' };
  return {
    blocked: 'what does it need of the node? While it is privileged no other restriction holds',
  };
}

/** Where it mounts what the node is to see too. */
function sharedMount(container: Container): string | undefined {
  const mount = mapsIn(container.get(['volumeMounts'])).find(
    each => each.mountPropagation === 'Bidirectional',
  );
  return mount && String(mount.mountPath);
}
